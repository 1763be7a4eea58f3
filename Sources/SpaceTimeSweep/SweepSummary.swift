import ReachOperators

/// Means, maxima or single values over windows of steps, gathered pack by pack while the sweep goes:
/// the hourly series of a million reaches are never kept.
///
/// Between steps a quantity is a straight line: the mean of a window is that of its trapezoids,
/// from the value before its first step. The maximum is that of the values after each step.
///
/// Sums are formed step after step in double precision, so that the result does not depend, to the
/// bit, on chunks, threads, or how a run is cut into stretches of whole windows.
public final class SweepSummary: @unchecked Sendable {
  public enum Statistic: String, Sendable, Codable, CaseIterable {
    case mean, maximum
    /// The value after the window's last step.
    case last
  }

  public struct Column: Sendable, Hashable {
    public let quantity: ChannelQuantity
    public let statistic: Statistic

    public init(_ quantity: ChannelQuantity, _ statistic: Statistic) {
      self.quantity = quantity
      self.statistic = statistic
    }
  }

  public let reaches: [Int]
  public let columns: [Column]
  /// Each quantity of the columns once.
  public let quantities: [ChannelQuantity]
  /// Steps in a window.
  public let window: Int
  /// Windows of this run.
  public let count: Int
  /// `[column][row][window]`
  public let values: AlignedBuffer<Float>
  /// What the window under way has come to, `[column][row]`.
  @usableFromInline let pending: AlignedBuffer<Double>

  /// - Parameters:
  ///   - reaches: positions whose values are summarised
  ///   - columns: quantities and their statistics
  ///   - window: steps that make one value
  ///   - steps: of the run it is for, a multiple of `window`
  ///   - pool: of the memory for the values
  public init(
    reaches: [Int], columns: [Column], window: Int, steps: Int, pool: BlockPool = BlockPool()
  ) {
    precondition(window > 0 && steps.isMultiple(of: window), "whole windows")
    self.reaches = reaches
    self.columns = columns
    quantities = ChannelQuantity.allCases.filter { quantity in
      columns.contains { $0.quantity == quantity }
    }
    self.window = window
    count = steps / window
    values = AlignedBuffer(
      uninitializedCount: columns.count * reaches.count * count, from: pool)
    pending = AlignedBuffer(count: columns.count * reaches.count, filledWith: 0)
  }

  /// One column of every row, `[row][window]`.
  public func values(ofColumn column: Int) -> UnsafeBufferPointer<Float> {
    let size = reaches.count * count
    return UnsafeBufferPointer(start: values.base + column * size, count: size)
  }

  @usableFromInline func byPack(_ packing: LanePacking) -> LaneRows {
    LaneRows(reaches: reaches, packing: packing)
  }

  /// As `add` with `.mean`, for four rows: each one's sum is a chain of additions in which every one
  /// waits for the one before, and four chains go abreast.
  /// - Parameters:
  ///   - rows: positions in ``reaches``
  ///   - offsets: from `source` to each row's first step
  @inlinable
  func addMeans<Scalar: BinaryFloatingPoint>(
    column: Int, rows: SIMD4<Int>, first: Int, count: Int, before: SIMD4<Double>,
    from source: UnsafePointer<Scalar>, offsets: SIMD4<Int>, stride: Int
  ) {
    let places = SIMD4(repeating: column * reaches.count) &+ rows
    var index = first / window
    var left = window - first % window
    var step = 0
    var sums = SIMD4<Double>()
    for row in 0..<4 { sums[row] = pending.base[places[row]] }
    var previous = before
    while step < count {
      let run = min(left, count - step)
      for turn in step..<(step + run) {
        let value = SIMD4(
          Double(source[offsets[0] + turn * stride]), Double(source[offsets[1] + turn * stride]),
          Double(source[offsets[2] + turn * stride]), Double(source[offsets[3] + turn * stride]))
        sums += previous + value
        previous = value
      }
      step += run
      left -= run
      if left == 0 {
        let means = sums / Double(2 * window)
        for row in 0..<4 { values.base[places[row] * self.count + index] = Float(means[row]) }
        sums = SIMD4()
        index += 1
        left = window
      }
    }
    for row in 0..<4 { pending.base[places[row]] = sums[row] }
  }

  /// Adds `count` steps of a row, `stride` apart.
  /// - Parameter before: the value before the first of them
  @inlinable
  func add<Scalar: BinaryFloatingPoint>(
    _ statistic: Statistic, column: Int, row: Int, first: Int, count: Int, before: Scalar,
    from source: UnsafePointer<Scalar>, stride: Int
  ) {
    let place = column * reaches.count + row
    let target = values.base + place * self.count
    var index = first / window
    var left = window - first % window
    var step = 0
    var sum = pending.base[place]
    var previous = Double(before)
    while step < count {
      let run = min(left, count - step)
      switch statistic {
      case .mean:
        for turn in step..<(step + run) {
          let value = Double(source[turn * stride])
          sum += previous + value
          previous = value
        }
      case .maximum:
        // No quantity is negative.
        for turn in step..<(step + run) { sum = max(sum, Double(source[turn * stride])) }
      case .last:
        sum = Double(source[(step + run - 1) * stride])
      }
      step += run
      left -= run
      if left == 0 {
        target[index] = Float(statistic == .mean ? sum / Double(2 * window) : sum)
        sum = 0
        index += 1
        left = window
      }
    }
    pending.base[place] = sum
  }
}
