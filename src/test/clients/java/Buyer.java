import io.waitroom.client.ApiClient;
import io.waitroom.client.ApiException;
import io.waitroom.client.ApiResponse;
import io.waitroom.client.JSON;
import io.waitroom.client.api.OperatorsApi;
import io.waitroom.client.api.WaitingApi;
import io.waitroom.client.model.EventSettings;
import io.waitroom.client.model.JoinRequest;
import io.waitroom.client.model.Place;
import io.waitroom.client.model.Problem;
import io.waitroom.client.model.Session;
import io.waitroom.client.model.SessionEnding;

/** A buyer's way with the generated client; says each step. Arguments: base URL, operator's key, event. */
public final class Buyer {
  public static void main(String[] args) throws Exception {
    String event = args[2];
    ApiClient operator = new ApiClient();
    operator.updateBaseUri(args[0]);
    operator.setRequestInterceptor(request -> request.header("Authorization", "Bearer " + args[1]));
    new OperatorsApi(operator)
        .putEvent(event, new EventSettings().name("Java").releaseRate(5).state("paused"));

    ApiClient client = new ApiClient();
    client.updateBaseUri(args[0]);
    WaitingApi waiting = new WaitingApi(client);
    JoinRequest request = new JoinRequest().eventId(event).userId("buyer");
    ApiResponse<Place> joined = waiting.joinQueueWithHttpInfo(request, "0123456789abcdef");
    Place place = joined.getData();
    System.out.println("joined " + joined.getStatusCode() + " at " + place.getPosition());
    System.out.println(
        "again " + waiting.joinQueueWithHttpInfo(request, "0123456789abcdef").getStatusCode());
    try {
      waiting.joinQueue(request, null);
    } catch (ApiException e) {
      Problem problem = JSON.getDefault().getMapper().readValue(e.getResponseBody(), Problem.class);
      System.out.println("refused " + e.getCode() + " " + problem.getCode());
    }
    Session session = waiting.getStatus(place.getSessionId());
    System.out.println("status " + session.getStatus() + " at " + session.getPosition());
    SessionEnding ending = waiting.leaveQueue(place.getSessionId());
    System.out.println("left " + ending.getStatus());
  }
}
