package dev.penstock.source.jdbc;

import dev.penstock.job.Job;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The groups of jobs that read one source as of one instant. Safe for use by several threads. */
final class Groups implements AutoCloseable {
  private final Map<Key, GroupMoment> moments = new HashMap<>();
  private final Map<Key, Set<String>> unfinished = new HashMap<>();

  private record Key(String source, String group) {
    static Optional<Key> of(Job job) {
      return job.extract()
          .cutting()
          .group()
          .map(group -> new Key(job.sourceType() + " " + job.sourceName(), group));
    }
  }

  synchronized void expect(List<Job> jobs) {
    for (Job job : jobs) {
      Key.of(job)
          .ifPresent(key -> unfinished.computeIfAbsent(key, k -> new HashSet<>()).add(job.id()));
    }
  }

  /** The moment of the job's group; empty when it is in none. */
  synchronized Optional<GroupMoment> of(Job job) {
    return Key.of(job).map(key -> moments.computeIfAbsent(key, k -> new GroupMoment(k.group())));
  }

  /** How many groups of the job's source there are, each of which holds a connection. */
  synchronized int at(Job job) {
    Set<Key> keys = new HashSet<>(unfinished.keySet());
    keys.addAll(moments.keySet());
    Key.of(job).ifPresent(keys::add);
    String source = job.sourceType() + " " + job.sourceName();
    return (int) keys.stream().filter(key -> key.source().equals(source)).count();
  }

  void ended(Job job) {
    Key.of(job).flatMap(key -> withoutJobs(key, job)).ifPresent(GroupMoment::close);
  }

  private synchronized Optional<GroupMoment> withoutJobs(Key key, Job job) {
    Set<String> left = unfinished.getOrDefault(key, new HashSet<>());
    if (!left.remove(job.id()) || !left.isEmpty()) {
      return Optional.empty();
    }
    unfinished.remove(key);
    return Optional.ofNullable(moments.remove(key));
  }

  @Override
  public void close() {
    List<GroupMoment> all;
    synchronized (this) {
      all = List.copyOf(moments.values());
      moments.clear();
      unfinished.clear();
    }
    all.forEach(GroupMoment::close);
  }
}
