package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.helidon.microprofile.testing.AddConfig;
import io.waitroom.room.RoomState;
import io.waitroom.testkit.Api.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Joins where buyers have to show who they are. */
@AddConfig(key = "world.join", value = JoinWorlds.MEMBERS)
class MembersOnlyTest extends HttpTestBase {
  private static final String BODY = "{\"event_id\":\"concert-2024\"}";

  @Test
  void join_withoutAToken_isRefusedUnheard() {
    Answer answer = api.post("/api/v1/waitroom/join", BODY);
    assertRefusedUnheard(answer, 401, "identity-required");
    assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
  }

  @Test
  void join_withAToken_takesThePersonsPlace() {
    Answer answer =
        api.post(
            "/api/v1/waitroom/join", BODY, "Authorization", "Bearer " + JoinWorlds.token("alice"));
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.text("user_id")).isEqualTo("alice");
  }

  @Test
  void page_offersNoJoin_andSaysWhereToComeFrom() {
    Answer page = api.get(PageTestBase.PAGE);
    PageTestBase.assertState(page, "outside");
    PageTestBase.assertShown(page);
    assertThat(PageTestBase.textOf(page, "headline")).isEqualTo("Please come from the shop");
    assertThat(PageTestBase.textOf(page, "lead")).contains("signed in");
  }

  @Test
  void page_ofAClosedRoom_saysThatItIsClosed() {
    var _ = world.waitingRoom.put(EVENT, World.DEFAULTS, Optional.of(RoomState.CLOSED));
    assertThat(PageTestBase.textOf(api.get(PageTestBase.PAGE), "headline"))
        .isEqualTo("The queue is closed");
  }

  @Test
  void joinForm_sentNevertheless_isRefusedUnheard_withTheSamePage() {
    Answer refused =
        api.send(
            "POST",
            PageTestBase.PAGE + "/join",
            BodyPublishers.noBody(),
            "Cookie",
            PageTestBase.cookie("a"));
    assertThat(refused.status()).isEqualTo(403);
    PageTestBase.assertState(refused, "outside");
    PageTestBase.assertShown(refused);
    assertUnheard();
  }
}
