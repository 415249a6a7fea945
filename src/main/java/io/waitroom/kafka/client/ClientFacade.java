package io.waitroom.kafka.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The face of a Kafka client on an object of ours. Helidon calls six of a consumer's methods and
 * two of a producer's; the object has those, with the same signatures and public, and a call of any
 * other fails.
 */
public final class ClientFacade implements InvocationHandler {
  private final Object target;
  private final Map<Method, Method> routes = new HashMap<>();

  private ClientFacade(Class<?> face, Object target) {
    this.target = target;
    for (Method method : face.getMethods()) {
      try {
        Class<?> type = target.getClass();
        routes.put(method, type.getMethod(method.getName(), method.getParameterTypes()));
      } catch (NoSuchMethodException e) {
        // A call of it fails.
      }
    }
  }

  /**
   * Returns a client whose calls go to the target.
   *
   * @param face the client's interface
   * @param target of a public class
   */
  public static <T> T of(Class<? super T> face, Object target) {
    @SuppressWarnings("unchecked") // the proxy implements the interface, whatever its parameters
    T client =
        (T)
            Proxy.newProxyInstance(
                ClientFacade.class.getClassLoader(),
                new Class<?>[] {face},
                new ClientFacade(face, target));
    return client;
  }

  @Override
  public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments)
      throws Throwable {
    Method route = method.getDeclaringClass() == Object.class ? method : routes.get(method);
    if (route == null) {
      throw new UnsupportedOperationException(method.toString());
    }
    try {
      return route.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
