package io.waitroom.http.admin;

import io.waitroom.http.wire.JsonWriter;
import io.waitroom.room.AuditEntry;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The trail of what operators did, in JSON. */
public final class AuditViews {
  private AuditViews() {}

  public static byte[] of(List<AuditEntry> entries) {
    return JsonWriter.object(out -> out.put("entries", entries, AuditViews::entry));
  }

  private static void entry(JsonWriter out, AuditEntry entry) {
    out.put("at", entry.at()).put("operator", entry.who());
    Operators.addressIn(entry.who()).ifPresent(address -> out.put("address", address));
    out.put("action", entry.action())
        .put("before", values -> values(values, entry.before()))
        .put("after", values -> values(values, entry.after()));
  }

  private static void values(JsonWriter out, Map<String, String> values) {
    new TreeMap<>(values).forEach(out::put);
  }
}
