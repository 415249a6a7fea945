import java.io.BufferedReader;
import java.io.InputStreamReader;
import org.eclipse.microprofile.jwt.JsonWebToken;

/** Puts each line that it reads to the shop's example, and says what that says. */
public final class CheckTokens {
  private CheckTokens() {}

  /** Takes the address of the keys, the issuer and the event. */
  public static void main(String... arguments) throws Exception {
    CheckoutTokens tokens = new CheckoutTokens(arguments[0], arguments[1], arguments[2]);
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      System.out.println(answer(tokens, line));
    }
  }

  private static String answer(CheckoutTokens tokens, String token) {
    try {
      JsonWebToken good = tokens.verify(token);
      return "good " + good.getSubject() + " " + good.getTokenID();
    } catch (Exception e) {
      return "refused";
    }
  }
}
