package io.waitroom.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.waitroom.room.EventId;
import io.waitroom.room.RoomPage;
import io.waitroom.room.RoomSettings;
import io.waitroom.room.RoomState;
import io.waitroom.testkit.Api.Answer;
import jakarta.json.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What operators do with events, over the wire. */
class AdminEventTest extends AdminTestBase {
  @Test
  void put_newEvent_isCreatedWithDefaults() {
    Answer answer = admin("PUT", EVENTS + "/opera", "{\"release_rate\":7}");

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.header("Location")).isEqualTo("/api/v1/admin/events/opera");
    assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
    assertThat(answer.body())
        .isEqualTo(
            "{\"event_id\":\"opera\",\"name\":\"\",\"message\":\"\",\"logo_color\":\"\","
                + "\"return_origins\":[],\"state\":\"open\",\"max_concurrent\":100,"
                + "\"release_rate\":7,\"max_length\":1000000,\"session_ttl_seconds\":7200,"
                + "\"checkout_ttl_seconds\":900,\"queue_length\":0,\"processing_count\":0,"
                + "\"last_ticket\":0,\"admitted_total\":0,\"ended\":{\"completed\":0,\"failed\":0,"
                + "\"expired\":0,\"abandoned\":0,\"evicted\":0},\"outbox_length\":0,"
                + "\"admission_rate\":0.000,\"estimated_wait_seconds\":1}");
    assertThat(world.wakeups).containsExactly("admission opera");
  }

  @Test
  void f65_nameOfThePagesFiles_isRefused() {
    Answer answer = admin("PUT", EVENTS + "/assets", "{}");
    assertProblem(answer, 400, "invalid-field");
    assertThat(answer.text("field")).isEqualTo("event_id");
    assertThat(admin("PUT", EVENTS + "/Assets", "{}").status()).isEqualTo(201);
  }

  @Test
  void f68_conditions_areObeyed() {
    String tag = adminGet(CONCERT).header("ETag");
    join("user");
    assertThat(adminGet(CONCERT).header("ETag")).as("people come").isEqualTo(tag);
    String body = "{\"release_rate\":7}";

    assertChanged(admin("PUT", CONCERT, body, "If-None-Match", "*"));
    for (String method : List.of("PUT", "PATCH", "DELETE")) {
      assertChanged(admin(method, CONCERT, body, "If-Match", "\"bogus\""));
      assertChanged(admin(method, CONCERT, body, "If-Match", "W/" + tag));
      assertChanged(admin(method, EVENTS + "/nope", body, "If-Match", "*"));
    }
    assertThat(adminGet(CONCERT).header("ETag")).isEqualTo(tag);

    Answer patched = admin("PATCH", CONCERT, body, "If-Match", "\"bogus\", " + tag);
    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.header("ETag")).isNotEqualTo(tag);
    assertChanged(admin("PATCH", CONCERT, body, "If-Match", tag));
    assertThat(admin("PUT", EVENTS + "/opera", "{}", "If-None-Match", "*").status()).isEqualTo(201);
    assertThat(admin("DELETE", EVENTS + "/opera", "", "If-Match", "*").status()).isEqualTo(204);
  }

  private static void assertChanged(Answer answer) {
    assertProblem(answer, 412, "changed-meanwhile");
  }

  @Test
  void f68_changeOfNothing_isNotRecorded() {
    int before = adminGet(CONCERT + "/audit").json().getJsonArray("entries").size();
    Answer answer = admin("PATCH", CONCERT, "{}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("event_id")).isEqualTo("concert-2024");
    assertThat(admin("PATCH", CONCERT, "{\"queue_length\":3}").status()).isEqualTo(200);
    assertThat(adminGet(CONCERT + "/audit").json().getJsonArray("entries")).hasSize(before);
    assertProblem(admin("PATCH", EVENTS + "/nope", "{}"), 404, "event-not-found");
  }

  @Test
  void put_existingEvent_replacesEverySettingButKeepsPeopleAndState() {
    join("user");
    admin("PATCH", CONCERT, "{\"release_rate\":7,\"state\":\"paused\"}");

    Answer answer = admin("PUT", CONCERT, "{\"name\":\"Opening night\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.headers().map()).doesNotContainKey("location");
    assertThat(answer.text("name")).isEqualTo("Opening night");
    assertThat(answer.text("state")).isEqualTo("paused");
    assertThat(answer.json().getInt("release_rate")).isEqualTo(10);
    assertThat(answer.json().getInt("queue_length")).isEqualTo(1);
    assertThat(answer.json()).doesNotContainKey("estimated_wait_seconds");
  }

  @Test
  void put_everyField_isTaken() {
    Answer answer =
        admin(
            "PUT",
            EVENTS + "/opera",
            """
            {"name":"Zauberflöte","max_concurrent":1000000,"release_rate":100000,"max_length":100000000,
             "session_ttl_seconds":604800,"checkout_ttl_seconds":86400,"message":"Zwei\\nZeilen",
             "logo_color":"#0A7f3c","return_origins":["https://shop.example","http://localhost:3000"],
             "state":"sold_out"}
            """);

    assertThat(answer.status()).isEqualTo(201);
    RoomSettings settings =
        world.waitingRoom.snapshot(new EventId("opera")).orElseThrow().settings();
    assertThat(settings)
        .isEqualTo(
            new RoomSettings(
                "Zauberflöte",
                1_000_000,
                100_000,
                100_000_000,
                Duration.ofDays(7),
                Duration.ofDays(1),
                new RoomPage(
                    "Zwei\nZeilen",
                    "#0A7f3c",
                    List.of("https://shop.example", "http://localhost:3000"))));
    assertThat(answer.text("state")).isEqualTo("sold_out");
  }

  @Test
  void patch_changesOnlyWhatIsNamed() {
    Answer answer = admin("PATCH", CONCERT, "{\"max_concurrent\":3}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(world.waitingRoom.snapshot(EVENT).orElseThrow().settings())
        .isEqualTo(
            new RoomSettings("", 3, 10, 1_000_000, Duration.ofHours(2), Duration.ofMinutes(15)));
    assertThat(admin("PATCH", CONCERT, "{}").json().getInt("max_concurrent")).isEqualTo(3);
  }

  /** F-116: many JSON libraries write null for what is not set. */
  @Test
  void patch_withNull_leavesTheSettingAsItIs() {
    var answer =
        admin("PATCH", CONCERT, "{\"max_concurrent\":null,\"name\":null,\"message\":\"Hello\"}");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getInt("max_concurrent")).isEqualTo(World.DEFAULTS.maxConcurrent());
    assertThat(answer.json().getString("message")).isEqualTo("Hello");
  }

  /** F-119. */
  @Test
  void put_ofWhatGetGave_isAccepted() {
    var before = admin("GET", CONCERT, "");

    var answer = admin("PUT", CONCERT, before.body());

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getInt("release_rate"))
        .isEqualTo(before.json().getInt("release_rate"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'max_concurrent':0} | max_concurrent | must be a whole number from 1 to 1000000, not 0",
        "{'max_concurrent':1000001} | max_concurrent | must be a whole number from 1 to 1000000, not 1000001",
        "{'max_concurrent':-1} | max_concurrent | must be a whole number from 1 to 1000000, not -1",
        "{'max_concurrent':1.5} | max_concurrent | must be a whole number from 1 to 1000000, not 1.5",
        "{'max_concurrent':1e99999} | max_concurrent | must be a whole number from 1 to 1000000, not 1e99999",
        "{'max_concurrent':99999999999999999999} | max_concurrent | must be a whole number from 1 to 1000000, not 99999999999999999999",
        "{'max_concurrent':'5'} | max_concurrent | must be a whole number from 1 to 1000000, not a string",
        "{'release_rate':0} | release_rate | must be a whole number from 1 to 100000, not 0",
        "{'release_rate':100001} | release_rate | must be a whole number from 1 to 100000, not 100001",
        "{'max_length':0} | max_length | must be a whole number from 1 to 100000000, not 0",
        "{'session_ttl_seconds':0} | session_ttl_seconds | must be a whole number from 1 to 604800, not 0",
        "{'session_ttl_seconds':604801} | session_ttl_seconds | must be a whole number from 1 to 604800, not 604801",
        "{'checkout_ttl_seconds':86401} | checkout_ttl_seconds | must be a whole number from 1 to 86400, not 86401",
        "{'state':'opened'} | state | must be one of open, paused, closed, sold_out, not opened",
        "{'state':'OPEN'} | state | must be one of open, paused, closed, sold_out, not OPEN",
        "{'state':'a b'} | state | must be one of open, paused, closed, sold_out, not what was given",
        "{'state':1} | state | must be a string, not a number",
        "{'name':7} | name | must be a string, not a number",
        "{'name':'a\\nb'} | name | must not hold control characters, nor those that turn the writing direction",
        "{'name':'a\\u202eb'} | name | must not hold control characters, nor those that turn the writing direction",
        "{'message':'a\\tb'} | message | must be at most 500 characters without control characters, line feeds excepted",
        "{'message':'a\\u2066b'} | message | must be at most 500 characters without control characters, line feeds excepted",
        "{'message':7} | message | must be a string, not a number",
        "{'logo_color':'red'} | logo_color | must be empty or like #0a7f3c",
        "{'logo_color':'#0a7f3c;'} | logo_color | must be empty or like #0a7f3c",
        "{'return_origins':'https://a.example'} | return_origins | must be an array of strings, not a string",
        "{'return_origins':[1]} | return_origins | must be an array of strings, not a number",
        "{'return_origins':[['https://a.example']]} | return_origins | must be an array of strings, not an array",
        "{'return_origins':['\\ud800']} | return_origins | holds half of a surrogate pair",
        "{'return_origins':['*']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['https://a.example/']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['HTTPS://a.example']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['https://a.example:443']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['https://good@evil.example']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['javascript:alert(1)']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['https://bücher.example']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['https://a.example:65536']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['https://a.example?x']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['https://-a.example']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
        "{'return_origins':['']} | return_origins | must be at most 20 origins such as https://shop.example or http://localhost:3000, in lower case and without their usual ports",
      })
  void settings_impossible_areRefusedUnheard(String body, String field, String detail) {
    for (String method : new String[] {"PUT", "PATCH"}) {
      Answer answer = admin(method, CONCERT, body.replace('\'', '"'));

      assertRefusedUnheard(answer, 400, "invalid-field");
      assertThat(answer.text("field")).isEqualTo(field);
      assertThat(answer.text("detail")).isEqualTo(field + " " + detail);
    }
  }

  @Test
  void settings_lengths_countCharactersAndNotWhatStandsForThem() {
    String tickets = "\uD83C\uDFAB".repeat(100);
    String body = "{\"name\":\"%s\",\"message\":\"%s\"}".formatted(tickets, tickets.repeat(5));
    assertThat(admin("PATCH", CONCERT, body).status()).isEqualTo(200);
  }

  @Test
  void settings_tooLong_areRefusedUnheard() {
    String name = "{\"name\":\"" + "n".repeat(101) + "\"}";
    assertRefusedUnheard(admin("PUT", CONCERT, name), 400, "invalid-field");
    String message = "{\"message\":\"" + "m".repeat(501) + "\"}";
    assertRefusedUnheard(admin("PATCH", CONCERT, message), 400, "invalid-field");
    String origins = "\"https://a.example\",".repeat(21).replaceAll(",$", "");
    assertRefusedUnheard(
        admin("PUT", CONCERT, "{\"return_origins\":[" + origins + "]}"), 400, "invalid-field");
  }

  @Test
  void patch_pageOnly_leavesTheRestOfThePage() {
    admin("PATCH", CONCERT, "{\"message\":\"soon\",\"return_origins\":[\"https://a.example\"]}");

    admin("PATCH", CONCERT, "{\"logo_color\":\"#0a7f3c\"}");

    assertThat(world.waitingRoom.snapshot(EVENT).orElseThrow().settings().page())
        .isEqualTo(new RoomPage("soon", "#0a7f3c", List.of("https://a.example")));
    assertThat(admin("PUT", CONCERT, "{}").text("message")).isEmpty();
  }

  @Test
  void settings_typo_isRefusedUnheard() {
    Answer answer = admin("PATCH", CONCERT, "{\"max_concurent\":3}");

    assertRefusedUnheard(answer, 400, "unknown-field");
    assertThat(answer.text("field")).isEqualTo("max_concurent");
    assertThat(answer.text("detail"))
        .isEqualTo(
            "max_concurent is not known; known are checkout_ttl_seconds, logo_color, max_concurrent,"
                + " max_length, message, name, release_rate, return_origins, session_ttl_seconds,"
                + " state");
    assertRefusedUnheard(admin("PUT", CONCERT, "{\"<b>\":1}"), 400, "unknown-field");
  }

  @Test
  void settings_badBody_isRefusedUnheard() {
    assertRefusedUnheard(admin("PUT", CONCERT, ""), 400, "invalid-json");
    assertRefusedUnheard(admin("PATCH", CONCERT, "[]"), 400, "invalid-json");
    assertRefusedUnheard(admin("PUT", CONCERT, " ".repeat(16_385)), 413, "body-too-large");
    assertRefusedUnheard(admin("PUT", EVENTS + "/a%20b", "{}"), 400, "invalid-field");
    assertRefusedUnheard(admin("PUT", EVENTS + "/" + "e".repeat(65), "{}"), 400, "invalid-field");
  }

  @Test
  void get_countsEverything() {
    join("first");
    join("second");
    admit();
    admin("PATCH", CONCERT, "{\"state\":\"paused\"}");
    join("third");

    JsonObject room = adminGet(CONCERT).json();

    assertThat(room.getInt("queue_length")).isEqualTo(2);
    assertThat(room.getInt("processing_count")).isEqualTo(1);
    assertThat(room.getInt("last_ticket")).isEqualTo(3);
    assertThat(room.getInt("admitted_total")).isEqualTo(1);
    assertThat(room.getInt("outbox_length")).isEqualTo(4);
    assertThat(room.getJsonNumber("admission_rate").doubleValue()).isEqualTo(1.0);
  }

  @Test
  void list_hasEveryEventById() {
    admin("PUT", EVENTS + "/a", "{}");

    Answer answer = adminGet(EVENTS);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().getJsonArray("events"))
        .extracting(event -> event.asJsonObject().getString("event_id"))
        .containsExactly("a", "concert-2024");
  }

  @Test
  void unknownEvent_isNotFound() {
    String nope = EVENTS + "/nope";
    assertProblem(adminGet(nope), 404, "event-not-found");
    assertProblem(admin("PATCH", nope, "{}"), 404, "event-not-found");
    assertProblem(adminDo("DELETE", nope), 404, "event-not-found");
    assertProblem(adminDo("POST", nope + "/pause"), 404, "event-not-found");
    assertProblem(adminDo("POST", nope + "/resume"), 404, "event-not-found");
  }

  /**
   * F-38: clients made by generators accept what the document names, which may be problems only.
   */
  @Test
  void operations_acceptingProblemsOnly_areAnswered_F38() {
    String[] headers = {
      "Authorization", "Bearer " + World.ADMIN_KEY, "Accept", "application/problem+json"
    };

    Answer got = api.send("GET", CONCERT, BodyPublishers.noBody(), headers);
    assertThat(got.status()).isEqualTo(200);
    assertThat(got.header("Content-Type")).isEqualTo("application/json");
    assertThat(api.send("DELETE", CONCERT, BodyPublishers.noBody(), headers).status())
        .isEqualTo(204);
  }

  @Test
  void delete_goesOnInTheBackground() {
    join("user");

    Answer answer = adminDo("DELETE", CONCERT);

    assertThat(answer.status()).isEqualTo(204);
    assertThat(answer.body()).isEmpty();
    assertProblem(adminGet(CONCERT), 404, "event-not-found");
    assertProblem(adminDo("DELETE", CONCERT), 404, "event-not-found");
    Answer again = admin("PUT", CONCERT, "{}");
    assertProblem(again, 409, "event-being-removed");
    assertThat(again.header("Retry-After")).isEqualTo("2");
    assertProblem(adminDo("POST", CONCERT + "/pause"), 409, "event-being-removed");
  }

  @Test
  void pauseAndResume_switchBetweenOpenAndPaused() {
    assertThat(adminDo("POST", CONCERT + "/pause").text("state")).isEqualTo("paused");
    assertThat(adminDo("POST", CONCERT + "/pause").text("state")).isEqualTo("paused");
    assertThat(adminDo("POST", CONCERT + "/resume").text("state")).isEqualTo("open");
    assertThat(adminDo("POST", CONCERT + "/resume").text("state")).isEqualTo("open");
  }

  @Test
  void pauseAndResume_closed_conflict() {
    var _ = world.waitingRoom.put(EVENT, World.DEFAULTS, Optional.of(RoomState.CLOSED));

    assertProblem(adminDo("POST", CONCERT + "/pause"), 409, "state-conflict");
    assertProblem(adminDo("POST", CONCERT + "/resume"), 409, "state-conflict");
    assertThat(adminGet(CONCERT).text("state")).isEqualTo("closed");
  }

  @Test
  void redisAway_saysTryAgain() {
    world.state.takeAway();

    assertProblem(adminGet(CONCERT), 503, "temporarily-unavailable");
    assertProblem(admin("PUT", CONCERT, "{}"), 503, "temporarily-unavailable");
    assertProblem(adminDo("DELETE", CONCERT), 503, "temporarily-unavailable");
  }
}
