package io.waitroom.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.waitroom.testkit.Contract;
import io.waitroom.testkit.Contract.Documented;
import io.waitroom.testkit.Fuzz;
import java.net.URLEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes requests of an operation from nothing but its description in the API document: right ones,
 * some at the edge of what is right, and broken ones.
 */
final class RequestFuzz {
  private static final String JSON = "application/json";

  /** Longest part of a target, in characters; Helidon refuses first lines of 8 KiB by itself. */
  private static final int LONGEST_PART = 300;

  private final Fuzz fuzz;
  private final Documented operation;
  private final Map<String, String> known;

  /**
   * A request.
   *
   * @param headers names and values in turn
   */
  @SuppressWarnings("ArrayRecordComponent") // sent, never compared
  record Sample(String method, String path, List<String> headers, byte[] body) {
    @Override
    public String toString() {
      return "%s %s %s %s"
          .formatted(method, path, headers, new String(body, UTF_8).replaceAll("[^ -~]", "?"));
    }
  }

  /**
   * @param known good values by the names of parameters, members and credentials; what is not among
   *     them is made from its schema
   */
  RequestFuzz(Fuzz fuzz, Documented operation, Map<String, String> known) {
    this.fuzz = fuzz;
    this.operation = operation;
    this.known = known;
  }

  /** A right request, but for what {@code faults} in a hundred of its parts have of their own. */
  Sample next(int faults) {
    Map<String, String> path = new LinkedHashMap<>();
    List<String> query = new ArrayList<>();
    List<String> headers = new ArrayList<>();
    for (Parameter parameter : parameters()) {
      boolean left = !Boolean.TRUE.equals(parameter.getRequired()) && fuzz.chance(50);
      if (left) {
        continue;
      }
      String value = plain(parameter.getName(), parameter.getSchema(), faults);
      switch (parameter.getIn()) {
        case "path" -> path.put(parameter.getName(), encoded(value));
        case "query" -> query.add(parameter.getName() + "=" + encoded(value));
        case "header" -> add(headers, parameter.getName(), value);
        default -> throw new AssertionError("A parameter in a " + parameter.getIn());
      }
    }
    credential(headers, faults);
    boolean asked = operation.statuses().anyMatch(status -> status == 406);
    if (asked && fuzz.chance(faults / 4)) {
      add(headers, "Accept", fuzz.oneOf("*/*", JSON, "text/html", ";;;,", "nonsense", "*"));
    }
    byte[] body = body(headers, faults);
    String target = operation.template();
    for (Map.Entry<String, String> part : path.entrySet()) {
      target = target.replace("{" + part.getKey() + "}", part.getValue());
    }
    return new Sample(
        operation.method(),
        query.isEmpty() ? target : target + "?" + String.join("&", query),
        headers,
        body);
  }

  private List<Parameter> parameters() {
    return operation.operation().getParameters() == null
        ? List.of()
        : operation.operation().getParameters();
  }

  private void credential(List<String> headers, int faults) {
    List<SecurityRequirement> all = operation.operation().getSecurity();
    if (all == null || all.isEmpty()) {
      return;
    }
    for (String name : fuzz.oneOf(all).keySet()) {
      SecurityScheme scheme = Contract.document().securityScheme(name);
      String value = fuzz.chance(faults) ? header(fuzz.text()) : known.getOrDefault(name, "x");
      switch (scheme.getType()) {
        case HTTP -> add(headers, "Authorization", "Bearer " + value);
        case APIKEY -> {
          boolean cookie = scheme.getIn() == SecurityScheme.In.COOKIE;
          add(
              headers,
              cookie ? "Cookie" : scheme.getName(),
              cookie ? scheme.getName() + "=" + value : value);
        }
        case OAUTH2, OPENIDCONNECT, MUTUALTLS ->
            throw new AssertionError("A credential by " + scheme);
      }
    }
  }

  private byte[] body(List<String> headers, int faults) {
    if (operation.operation().getRequestBody() == null) {
      boolean unasked = fuzz.chance(faults / 4) && !operation.method().equals("GET");
      return unasked ? fuzz.value().getBytes(UTF_8) : new byte[0];
    }
    MediaType media =
        Objects.requireNonNull(operation.operation().getRequestBody().getContent().get(JSON));
    add(
        headers,
        "Content-Type",
        fuzz.chance(faults / 4)
            ? fuzz.oneOf("text/plain", "application/json;charset=utf-16", "nonsense", "a/b;c")
            : JSON);
    Map<String, String> members = members(media.getSchema(), faults);
    byte[] bytes = (fuzz.chance(faults) ? fuzz.object(members) : json(members)).getBytes(UTF_8);
    return fuzz.chance(faults) ? fuzz.damaged(bytes) : bytes;
  }

  private Map<String, String> members(Schema<?> schema, int faults) {
    Map<String, String> members = new LinkedHashMap<>();
    List<String> required = schema.getRequired() == null ? List.of() : schema.getRequired();
    schema
        .getProperties()
        .forEach((name, member) -> {
          boolean wanted = required.contains(name) || known.containsKey(name) || fuzz.chance(50);
          if (wanted && !(name.equals("altcha") && fuzz.chance(90))) {
            members.put(name, quoted(member, plain(name, member, faults)));
          }
        });
    return members;
  }

  private static String quoted(Schema<?> schema, String value) {
    return "string".equals(schema.getType()) ? "\"" + value.replace("\"", "'") + "\"" : value;
  }

  private static String json(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> "\"%s\":%s".formatted(member.getKey(), member.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  /** A value as a person would write it. */
  private String plain(String name, Schema<?> schema, int faults) {
    if (fuzz.chance(faults)) {
      return switch (String.valueOf(schema.getType())) {
        case "integer", "number" -> fuzz.chance(50) ? edge(schema) : fuzz.number();
        default -> damagedText(known.get(name));
      };
    }
    if (known.containsKey(name)) {
      return Objects.requireNonNull(known.get(name));
    }
    if (schema.getEnum() != null) {
      return String.valueOf(fuzz.oneOf(schema.getEnum()));
    }
    return switch (String.valueOf(schema.getType())) {
      case "integer", "number" -> edge(schema);
      case "boolean" -> fuzz.oneOf("true", "false");
      default -> "x".repeat(fuzz.oneOf(least(schema), most(schema)));
    };
  }

  private String damagedText(@Nullable String value) {
    if (value == null || value.isEmpty() || fuzz.chance(50)) {
      return fuzz.text();
    }
    int at = fuzz.below(value.length());
    return switch (fuzz.below(4)) {
      case 0 -> value.substring(0, at);
      case 1 -> value + value.charAt(at);
      case 2 -> value.toUpperCase(Locale.ROOT);
      default -> value.substring(0, at) + (char) ('0' + fuzz.below(70)) + value.substring(at + 1);
    };
  }

  /** The least, the most, or the nearest beyond. */
  private String edge(Schema<?> schema) {
    long least = schema.getMinimum() == null ? 0 : schema.getMinimum().longValue();
    long most = schema.getMaximum() == null ? Long.MAX_VALUE : schema.getMaximum().longValue();
    return Long.toString(fuzz.oneOf(least, least, most, least - 1, most + 1, (least + most) / 2));
  }

  private static int least(Schema<?> schema) {
    return schema.getMinLength() == null ? 1 : Math.max(1, schema.getMinLength());
  }

  private static int most(Schema<?> schema) {
    return schema.getMaxLength() == null ? 40 : schema.getMaxLength();
  }

  private static String encoded(String value) {
    // An empty part, "." and ".." would make another path of it; a longer one is HTTP's affair.
    boolean path = !value.isEmpty() && !value.matches("\\.+");
    String name = path ? value.substring(0, Math.min(value.length(), LONGEST_PART)) : "~";
    return URLEncoder.encode(name, UTF_8).replace("+", "%20");
  }

  private static void add(List<String> headers, String name, String value) {
    headers.add(name);
    headers.add(header(value));
  }

  /** What Java's client agrees to send. */
  private static String header(String value) {
    return value.replaceAll("[^ -~]", "~");
  }
}
