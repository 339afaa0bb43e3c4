package dev.penstock.destination.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.penstock.storage.Storage;
import dev.penstock.storage.StoragePath;
import dev.penstock.storage.Upload;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;

/** Who holds a job: a note for people, written once the lock is held. It decides nothing. */
record Holder(String host, long process, Instant since) {
  private static final int MOST_BYTES = 4_096;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .build();

  static Holder here(Instant since) {
    return new Holder(hostName(), ProcessHandle.current().pid(), since);
  }

  void write(Storage storage, StoragePath path) {
    byte[] json = json();
    try (Upload upload = storage.create(path)) {
      upload.write(json, 0, json.length);
      upload.complete();
    }
  }

  /** Who is at work: the user as the operating system knows it, and the machine. */
  static String person() {
    return System.getProperty("user.name", "somebody") + "@" + hostName();
  }

  /** The note as part of a sentence. */
  static String describe(Storage storage, StoragePath path) {
    Optional<InputStream> note = storage.open(path, 0);
    if (note.isEmpty()) {
      return "another run, which has left no note yet";
    }
    try (InputStream in = note.get()) {
      Holder holder = JSON.readValue(in.readNBytes(MOST_BYTES), Holder.class);
      return "process %d on %s, since %s"
          .formatted(holder.process(), holder.host(), holder.since());
    } catch (IOException e) {
      // It is being written this very moment.
      return "another run, whose note cannot be read yet";
    }
  }

  private byte[] json() {
    try {
      return JSON.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a name, a number and a time can always be written", e);
    }
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "an unnamed host";
    }
  }
}
