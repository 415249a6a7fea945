package io.waitroom.testkit;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.swagger.parser.OpenAPIParser;
import io.swagger.v3.core.util.Json;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.waitroom.testkit.Api.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The API document as the judge of what goes over the wire. Answers are always checked; requests
 * when the service accepted them, so that whatever it accepts is documented too.
 *
 * <p>Clients get an open document (F-115): values may be added, and every operation may answer
 * anything by default. The tests read it closed: this version of the service keeps to the values,
 * headers and statuses that the document lists.
 */
public final class Contract {
  private static final String SOURCE = Path.of("openapi", "openapi.yaml").toString();
  private static final int MAX_BODY_BYTES = 16 * 1024;
  private static final String PROBLEM = "application/problem+json";
  private static final String ANYTHING = "default: { $ref: '#/components/responses/Unexpected' }";

  /** Statuses after which the request must have been right; the others are about the request. */
  private static final Set<Integer> REQUEST_WAS_RIGHT = Set.of(409, 410, 503);

  private static final Contract DOCUMENT = new Contract();

  private final OpenAPI document;
  private final List<Documented> operations = new ArrayList<>();
  private final OpenApiInteractionValidator answers;
  private final OpenApiInteractionValidator requests;

  /**
   * An operation of the document.
   *
   * @param path matches its paths
   */
  public record Documented(String method, String template, Pattern path, Operation operation) {
    /** Its operationId. */
    public String id() {
      return operation.getOperationId();
    }

    /** Whether the operator's key is needed. */
    public boolean isForOperators() {
      return operation.getSecurity() != null
          && operation.getSecurity().stream()
              .anyMatch(requirement -> requirement.containsKey("operatorKey"));
    }

    /** The documented problem codes of a status; empty where it is not a problem. */
    public Set<String> codes(int status) {
      ApiResponse response = operation.getResponses().get(Integer.toString(status));
      MediaType problem =
          response == null || response.getContent() == null
              ? null
              : response.getContent().get(PROBLEM);
      return problem == null ? Set.of() : problem.getExamples().keySet();
    }

    @Override
    public String toString() {
      return id();
    }

    /** All documented statuses. */
    public Stream<Integer> statuses() {
      return operation.getResponses().keySet().stream().map(Integer::valueOf);
    }
  }

  /** A request as it was sent, less a byte order mark, which RFC 8259 lets a reader ignore. */
  public record Sent(String method, String path, List<String> headers, String body) {
    public Sent {
      body = body.startsWith("\ufeff") ? body.substring(1) : body;
    }

    /** Without the query. */
    private String barePath() {
      return path.replaceAll("\\?.*", "");
    }

    private Request toRequest() {
      SimpleRequest.Builder request = new SimpleRequest.Builder(method, barePath());
      for (int i = 0; i + 1 < headers.size(); i += 2) {
        request.withHeader(headers.get(i), headers.get(i + 1));
      }
      return (body.isEmpty() ? request : request.withBody(withoutNulls())).build();
    }

    /** Documented: a null member counts as absent. */
    private String withoutNulls() {
      try {
        JsonNode json = Json.mapper().readTree(body);
        if (json instanceof ObjectNode object) {
          object.properties().removeIf(member -> member.getValue().isNull());
        }
        return body.contains("null") ? json.toString() : body;
      } catch (IOException | RuntimeException e) {
        return body; // it is not JSON, which the validator will say
      }
    }
  }

  private Contract() {
    // The service ignores numbers that it does not need, however long; so must the validator.
    StreamReadConstraints.overrideDefaultStreamReadConstraints(
        StreamReadConstraints.builder().maxNumberLength(MAX_BODY_BYTES).build());
    ParseOptions options = new ParseOptions();
    options.setResolve(true);
    options.setResolveFully(true);
    String closed = closed();
    var parsed = new OpenAPIParser().readContents(closed, null, options);
    if (!parsed.getMessages().isEmpty()) {
      throw new IllegalStateException(SOURCE + ": " + parsed.getMessages());
    }
    this.document = parsed.getOpenAPI();
    document
        .getPaths()
        .forEach((template, item) -> {
          Pattern path = Pattern.compile(template.replaceAll("\\{[^}]+}", "[^/]+"));
          item.readOperationsMap()
              .forEach((method, operation) ->
                  operations.add(new Documented(method.name(), template, path, operation)));
        });
    this.answers = OpenApiInteractionValidator.createForInlineApiSpecification(closed).build();
    this.requests =
        OpenApiInteractionValidator.createForInlineApiSpecification(closed)
            .withLevelResolver(
                LevelResolver.create()
                    // Documented: a leave's body and a join's further members are ignored.
                    .withLevel("validation.request.body.unexpected", ValidationReport.Level.IGNORE)
                    .withLevel(
                        "validation.schema.additionalProperties", ValidationReport.Level.IGNORE)
                    // RFC 9110, 12.5.1: a server may disregard what it does not like to hear.
                    .withLevel("validation.request.accept", ValidationReport.Level.IGNORE)
                    // The validator knows "Bearer" in one spelling only.
                    .withLevel("validation.request.security.invalid", ValidationReport.Level.IGNORE)
                    .build())
            .build();
  }

  /** Returns the document with what is open to clients closed: see the class comment. */
  private static String closed() {
    try (Stream<String> lines = Files.lines(Path.of(SOURCE))) {
      return lines
          .filter(line -> !line.strip().equals(ANYTHING))
          .map(line -> line.replaceAll("\\bx-(?:extensible-)?(enum|required|pattern):", "$1:"))
          .collect(Collectors.joining("\n", "", "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** That of this repository. */
  public static Contract document() {
    return DOCUMENT;
  }

  /** All operations. */
  public List<Documented> operations() {
    return operations;
  }

  /** All problem codes, in the document's order. */
  public List<String> codes() {
    Schema<?> schema =
        Objects.requireNonNull(document.getComponents().getSchemas().get("ProblemCode"));
    return schema.getEnum().stream().map(String::valueOf).toList();
  }

  /** The example of each problem, by code. */
  public Map<String, JsonNode> problemExamples() {
    return document.getComponents().getExamples().entrySet().stream()
        .filter(example -> example.getKey().startsWith("Problem"))
        .map(example -> Json.mapper().<JsonNode>valueToTree(example.getValue().getValue()))
        .collect(Collectors.toMap(example -> example.get("code").asText(), example -> example));
  }

  /** How a credential is shown, by its name in the document. */
  public SecurityScheme securityScheme(String name) {
    return Objects.requireNonNull(document.getComponents().getSecuritySchemes().get(name), name);
  }

  /** The operation that a request is for, if it is documented. */
  public Optional<Documented> operation(String method, String path) {
    String bare = path.replaceAll("\\?.*", "");
    return operations.stream()
        .filter(documented -> documented.method().equals(method))
        .filter(documented -> documented.path().matcher(bare).matches())
        // As in JAX-RS, letters count more than parameters.
        .min((a, b) -> Integer.compare(b.template().length(), a.template().length()));
  }

  /**
   * Compares an exchange with the document.
   *
   * @throws AssertionError saying where they differ
   */
  public void check(Sent sent, Answer answer) {
    Documented operation = operation(sent.method(), sent.path()).orElse(null);
    if (operation == null) {
      requireNothing(sent, answer);
      return;
    }
    String what = "%s %s, answered %d".formatted(sent.method(), sent.path(), answer.status());
    Request request = sent.toRequest();
    requireNoErrors(
        what,
        answer,
        answers.validateResponse(sent.barePath(), request.getMethod(), response(answer)));
    if (answer.header("Content-Type").equals(PROBLEM)
        && !operation.codes(answer.status()).contains(answer.text("code"))) {
      throw new AssertionError("%s: code %s is not documented".formatted(what, answer.body()));
    }
    if (answer.status() < 400 || REQUEST_WAS_RIGHT.contains(answer.status())) {
      requireNoErrors(what, answer, requests.validateRequest(request));
    }
  }

  /**
   * What is not documented must not be there; the document itself and its page are the exception.
   */
  private static void requireNothing(Sent sent, Answer answer) {
    boolean plain =
        answer.status() == 404
            || answer.status() == 405
            || Set.of("HEAD", "OPTIONS").contains(sent.method())
            || sent.path().startsWith("/openapi");
    if (!plain) {
      throw new AssertionError(
          "No operation of %s is %s %s, but it answers %d: %s"
              .formatted(SOURCE, sent.method(), sent.path(), answer.status(), answer.body()));
    }
  }

  private static SimpleResponse response(Answer answer) {
    SimpleResponse.Builder response = SimpleResponse.Builder.status(answer.status());
    answer.headers().map().forEach(response::withHeader);
    return (answer.body().isEmpty()
            ? response
            : response.withBody(answer.body(), StandardCharsets.UTF_8))
        .build();
  }

  private static void requireNoErrors(
      String what, @Nullable Answer answer, ValidationReport report) {
    if (report.hasErrors()) {
      throw new AssertionError(
          "%s differs from %s: %s\n%s".formatted(what, SOURCE, report, answer));
    }
  }
}
