package org.seqloc.core.kapture;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.seqloc.core.geometry.Pose;

/**
 * Compares two datasets by what they say, not how: the order of rows, the digits of numbers and
 * whether features lie in an archive do not matter. Nor do the names of images and other files
 * where no features, matches or observations refer to them, as after a way through a bag: a file is
 * known by its timestamp and sensor then.
 */
public final class KaptureComparison {

  /**
   * @param tolerance how far the numbers of tables may be apart: poses in metres and radians, all
   *     others in their own unit; 0 for the same numbers
   * @param featureTolerance the same for features and matches; 0 for the same bits
   * @param files whether the files of records (images, ...) are compared: byte by byte, and images
   *     that differ there pixel by pixel
   * @param limit how many differences are told
   */
  public record Options(double tolerance, double featureTolerance, boolean files, int limit) {

    /** The same numbers and files. */
    public static final Options EXACT = new Options(0, 0, true, 10);

    public Options {
      if (!(tolerance >= 0) || !(featureTolerance >= 0) || limit < 1) {
        throw new IllegalArgumentException("tolerances >= 0 and limit >= 1 needed");
      }
    }
  }

  /**
   * @param first the first differences, one line each
   * @param count how many there are in all
   * @param notes what is not the same but counts as equal, one line each
   */
  public record Result(List<String> first, long count, List<String> notes) {
    public Result {
      first = List.copyOf(first);
      notes = List.copyOf(notes);
    }

    public boolean isEqual() {
      return count == 0;
    }
  }

  private final KaptureDataset a;
  private final KaptureDataset b;
  private final Options options;
  private final List<String> first = new ArrayList<>();
  private long count;
  private double apart;
  private final FileComparison files;

  private KaptureComparison(KaptureDataset a, KaptureDataset b, Options options) {
    this.a = a;
    this.b = b;
    this.options = options;
    files = new FileComparison(a, b, options.files(), this::tell);
  }

  public static Result compare(KaptureDataset a, KaptureDataset b, Options options) {
    KaptureComparison comparison = new KaptureComparison(a, b, options);
    comparison.sensors();
    comparison.rigs();
    comparison.trajectories();
    for (RecordKind kind : RecordKind.values()) {
      comparison.records(kind);
    }
    comparison.otherRecords();
    new ReconstructionComparison(a.reconstruction(), b.reconstruction(), options, comparison::tell)
        .compare();
    return new Result(comparison.first, comparison.count, comparison.notes());
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    if (apart > 0) {
      notes.add(String.format(Locale.ROOT, "numbers are up to %.2g apart", apart));
    }
    notes.addAll(files.notes());
    return notes;
  }

  private void tell(String difference) {
    count++;
    if (first.size() < options.limit()) {
      first.add(difference);
    }
  }

  /** Tells of what only one of them has; returns what both have. */
  private Set<String> common(String what, Set<String> ofA, Set<String> ofB) {
    return common(what, ofA, ofB, this::tell);
  }

  static Set<String> common(
      String what, Set<String> ofA, Set<String> ofB, ReconstructionComparison.Sink sink) {
    Set<String> both = new TreeSet<>(ofA);
    for (String name : new TreeSet<>(ofA)) {
      if (!ofB.contains(name)) {
        sink.tell(what + " '" + name + "' is only in the first");
        both.remove(name);
      }
    }
    for (String name : new TreeSet<>(ofB)) {
      if (!ofA.contains(name)) {
        sink.tell(what + " '" + name + "' is only in the second");
      }
    }
    return both;
  }

  private void sensors() {
    SortedMap<String, Sensor> ofA = a.kapture().sensors();
    SortedMap<String, Sensor> ofB = b.kapture().sensors();
    for (String id : common("sensor", ofA.keySet(), ofB.keySet())) {
      Sensor x = ofA.get(id);
      Sensor y = ofB.get(id);
      boolean same =
          x.name().equals(y.name())
              && x.type().equals(y.type())
              && x.parameters().size() == y.parameters().size();
      for (int i = 0; same && i < x.parameters().size(); i++) {
        same = sameText(x.parameters().get(i), y.parameters().get(i));
      }
      if (!same) {
        tell("sensor '" + id + "': " + x + " and " + y);
      }
    }
  }

  /** The same text, or numbers that are near enough. */
  private boolean sameText(String x, String y) {
    if (x.equals(y)) {
      return true;
    }
    try {
      return near(KaptureText.numberOrNaN(x, ""), KaptureText.numberOrNaN(y, ""));
    } catch (IllegalArgumentException e) {
      return false; // not two numbers
    }
  }

  private boolean near(double x, double y) {
    boolean near = near(x, y, options.tolerance());
    if (near && x != y && !Double.isNaN(x)) {
      apart = Math.max(apart, Math.abs(x - y));
    }
    return near;
  }

  static boolean near(double x, double y, double tolerance) {
    return x == y || Math.abs(x - y) <= tolerance || (Double.isNaN(x) && Double.isNaN(y));
  }

  private void rigs() {
    var ofA = a.kapture().rigRows();
    var ofB = b.kapture().rigRows();
    for (String rig : common("rig", ofA.keySet(), ofB.keySet())) {
      for (String member :
          common("rig '" + rig + "': member", ofA.get(rig).keySet(), ofB.get(rig).keySet())) {
        pose(
            "rig '" + rig + "': member '" + member + "'",
            ofA.get(rig).get(member),
            ofB.get(rig).get(member));
      }
    }
  }

  private void pose(String what, double[] x, double[] y) {
    boolean same = true;
    for (int i = 0; i < Trajectories.COLUMNS; i++) {
      same &= near(x[i], y[i], 0);
    }
    if (!same && options.tolerance() > 0) {
      KapturePose p = Trajectories.pose(x);
      KapturePose q = Trajectories.pose(y);
      same =
          p.rotation().isPresent() == q.rotation().isPresent()
              && p.translation().isPresent() == q.translation().isPresent()
              && near(distance(p, q), 0);
    }
    if (!same) {
      tell(what + ": " + SensorTables.columns(x) + " and " + SensorTables.columns(y));
    }
  }

  /** The larger of metres and radians, of the parts that both have. */
  private static double distance(KapturePose p, KapturePose q) {
    Pose x = p.orIdentity();
    Pose y = q.orIdentity();
    return Math.max(
        x.translation().distanceTo(y.translation()), x.rotation().angleTo(y.rotation()));
  }

  private void trajectories() {
    Trajectories x = a.kapture().poses();
    Trajectories y = b.kapture().poses();
    walk(
        x.keys(),
        y.keys(),
        "pose",
        (i, j, key) -> pose("pose of " + key, x.columns(i), y.columns(j)));
  }

  private interface Pair {
    void rows(int ofA, int ofB, String key);
  }

  /** Goes through two sorted tables side by side, whose keys are timestamp and device alone. */
  private void walk(RowKeys x, RowKeys y, String what, Pair pair) {
    int i = 0;
    int j = 0;
    while (i < x.size() || j < y.size()) {
      int order = i == x.size() ? 1 : j == y.size() ? -1 : compare(x, i, y, j);
      if (order == 0) {
        pair.rows(i, j, key(x, i));
        i++;
        j++;
      } else if (order < 0) {
        tell(what + " of " + key(x, i++) + " is only in the first");
      } else {
        tell(what + " of " + key(y, j++) + " is only in the second");
      }
    }
  }

  private static int compare(RowKeys x, int i, RowKeys y, int j) {
    int byStamp = Long.compare(x.stamp(i), y.stamp(j));
    return byStamp != 0 ? byStamp : x.device(i).compareTo(y.device(j));
  }

  private static String key(RowKeys keys, int row) {
    return "'" + keys.device(row) + "' at " + keys.stamp(row);
  }

  private void records(RecordKind kind) {
    RecordTable x = a.kapture().records(kind);
    RecordTable y = b.kapture().records(kind);
    if (kind.keyColumns() > 0) {
      signals(x, y);
      return;
    }
    walk(
        x.keys(),
        y.keys(),
        kind.label() + " record",
        (i, j, key) -> {
          if (kind.isFiles()) {
            files.compare(kind, key, x.values(i), y.values(j));
          } else if (!sameValues(kind, x.values(i), y.values(j))) {
            tell(kind.label() + " record of " + key + ": " + x.values(i) + " and " + y.values(j));
          }
        });
  }

  private boolean sameValues(RecordKind kind, String x, String y) {
    if (x.equals(y)) {
      return true;
    }
    List<String> ofX = KaptureText.split(x);
    List<String> ofY = KaptureText.split(y);
    for (int i = 0; i < ofX.size(); i++) {
      boolean same =
          kind.isNumber(i) ? sameText(ofX.get(i), ofY.get(i)) : ofX.get(i).equals(ofY.get(i));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** Signals have their sender in their key; those of one scan are compared by it. */
  private void signals(RecordTable x, RecordTable y) {
    int i = 0;
    int j = 0;
    while (i < x.size() || j < y.size()) {
      int order = i == x.size() ? 1 : j == y.size() ? -1 : compare(x.keys(), i, y.keys(), j);
      int endX = order <= 0 ? endOfScan(x, i) : i;
      int endY = order >= 0 ? endOfScan(y, j) : j;
      Map<String, String> ofX = scan(x, i, endX);
      Map<String, String> ofY = scan(y, j, endY);
      String what =
          x.kind().label() + " record of " + (order <= 0 ? key(x.keys(), i) : key(y.keys(), j));
      for (String sender : common(what + ":", ofX.keySet(), ofY.keySet())) {
        if (!sameValues(x.kind(), ofX.get(sender), ofY.get(sender))) {
          tell(what + ": " + ofX.get(sender) + " and " + ofY.get(sender));
        }
      }
      i = endX;
      j = endY;
    }
  }

  private static int endOfScan(RecordTable table, int row) {
    int end = row + 1;
    while (end < table.size() && table.keys().compare(row, end) == 0) {
      end++;
    }
    return end;
  }

  private static Map<String, String> scan(RecordTable table, int start, int end) {
    Map<String, String> scan = new TreeMap<>();
    for (int i = start; i < end; i++) {
      scan.put(table.value(i, 0), table.values(i));
    }
    return scan;
  }

  private void otherRecords() {
    var ofA = a.kapture().otherRecords();
    var ofB = b.kapture().otherRecords();
    for (String name : common("table", ofA.keySet(), ofB.keySet())) {
      if (!rows(ofA.get(name)).equals(rows(ofB.get(name)))) {
        tell("the rows of " + name + " differ");
      }
    }
  }

  private static List<String> rows(VerbatimTable table) {
    return table.lines().stream()
        .filter(line -> !KaptureText.isComment(line))
        .map(String::strip)
        .sorted()
        .toList();
  }
}
