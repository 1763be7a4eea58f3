/// What a run was made of.
public struct ProvenanceReport: Sendable, Equatable {
  /// Program and version.
  public var program: String
  public var command: [String]
  public var seed: UInt64
  public var threads: Int
  /// ISO 8601
  public var started: String
  public var system: String
  public var inputs: [Input]

  public struct Input: Sendable, Equatable {
    public var file: String
    public var bytes: Int
    /// Hexadecimal, with the name of the algorithm.
    public var fingerprint: String

    public init(file: String, bytes: Int, fingerprint: String) {
      self.file = file
      self.bytes = bytes
      self.fingerprint = fingerprint
    }
  }

  public init(
    program: String, command: [String], seed: UInt64, threads: Int, started: String,
    system: String, inputs: [Input]
  ) {
    self.program = program
    self.command = command
    self.seed = seed
    self.threads = threads
    self.started = started
    self.system = system
    self.inputs = inputs
  }
}
