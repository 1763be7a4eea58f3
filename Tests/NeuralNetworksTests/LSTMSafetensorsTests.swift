import Foundation
import NeuralNetworks
import Testing

@Suite struct LSTMSafetensorsTests {
  /// A file's bytes from its header and its data.
  static func file(_ header: String, data: [UInt8] = []) -> Data {
    var bytes = Data()
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
    return bytes + Data(header.utf8) + Data(data)
  }

  static let twoFloats: [UInt8] = [0, 0, 128, 63, 0, 0, 0, 192]

  @Test func readsByHand() throws {
    let file = try Safetensors(
      decoding: Self.file(
        """
        {"__metadata__":{"format":"pt"},\
        "a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}\u{20}\u{20}
        """, data: Self.twoFloats))
    #expect(file["a"] == Safetensors.Tensor(name: "a", shape: [2, 1], values: .float([1, -2])))
    #expect(file.metadata == ["format": "pt"])
    #expect(file["b"] == nil)
  }

  @Test func whatIsWrittenIsRead() throws {
    let tensors = [
      Safetensors.Tensor(name: "small/“é\"", shape: [], values: .float([.leastNonzeroMagnitude])),
      Safetensors.Tensor(name: "double", shape: [1, 2], values: .double([.pi, -.infinity])),
      Safetensors.Tensor(name: "empty", shape: [3, 0], values: .float([])),
      Safetensors.Tensor(
        name: "float", shape: [3], values: .float([1, .greatestFiniteMagnitude, 3])),
    ]
    let file = try Safetensors(tensors: tensors, metadata: ["b": "2", "a": "1"])
    let bytes = file.encoded()
    #expect(bytes == file.encoded())
    let length = bytes.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
    #expect(length.isMultiple(of: 8))
    let again = try Safetensors(decoding: bytes)
    #expect(again.metadata == file.metadata)
    #expect(again.tensors.count == 4)
    for tensor in tensors { #expect(again[tensor.name] == tensor) }
  }

  /// Lying headers, and what is said of them.
  struct Lie: Sendable, CustomTestStringConvertible {
    let header: String
    let problem: String
    let tensor: String?
    var testDescription: String { problem }
  }

  static let lies = [
    Lie(
      header: #"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#,
      problem: "a tensor's length is not that of its shape", tensor: "a"),
    Lie(
      header: #"{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}"#,
      problem: "the file ends too early", tensor: "a"),
    Lie(
      header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#,
      problem: "there are data that belong to no tensor", tensor: nil),
    Lie(
      header: #"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
      problem: "there is a gap before a tensor", tensor: "a"),
    Lie(
      header: """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
        "b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}
        """, problem: "two tensors overlap", tensor: "b"),
    Lie(
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#,
      problem: "a tensor's offsets are no range", tensor: "a"),
    Lie(
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}"#,
      problem: "a tensor's offsets are no range", tensor: "a"),
    Lie(
      header: #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4,8]}}"#,
      problem: "a tensor's offsets are no range", tensor: "a"),
    Lie(
      header: #"{"a":{"dtype":"F32","shape":[-1,-2],"data_offsets":[0,8]}}"#,
      problem: "a tensor's shape is no shape", tensor: "a"),
    Lie(
      header:
        #"{"a":{"dtype":"F32","shape":[4611686018427387904,16],"data_offsets":[0,8]}}"#,
      problem: "a tensor's shape is no shape", tensor: "a"),
    Lie(
      header: #"{"a":{"dtype":"BF16","shape":[4],"data_offsets":[0,8]}}"#,
      problem: "a tensor's type is not supported", tensor: "a"),
    Lie(
      header: #"{"a":{"dtype":"F32","data_offsets":[0,8]}}"#,
      problem: "the header is no table of tensors", tensor: nil),
    Lie(
      header: #"{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}"#,
      problem: "the header is no table of tensors", tensor: nil),
    Lie(header: "[1, 2]", problem: "the header is no table of tensors", tensor: nil),
    Lie(header: #"{"a":"#, problem: "the header is no table of tensors", tensor: nil),
  ]

  @Test(arguments: lies) func liesAreFound(_ lie: Lie) {
    let error = #expect(throws: SafetensorsError.self) {
      try Safetensors(decoding: Self.file(lie.header, data: Self.twoFloats))
    }
    #expect(error?.problem == lie.problem)
    #expect(error?.tensor == lie.tensor)
  }

  @Test func everyTruncationIsFound() throws {
    let given = LSTMCase(inputs: 2, hidden: 3, rows: 1, steps: 1)
    let bytes = try given.network(Float.self).safetensors().encoded()
    for length in 0..<bytes.count {
      #expect(throws: SafetensorsError.self, "\(length) bytes of \(bytes.count)") {
        try Safetensors(decoding: bytes.prefix(length))
      }
    }
  }

  @Test func anotherKindOfFile() {
    let error = #expect(throws: SafetensorsError.self) {
      try Safetensors(decoding: Data("PK\u{3}\u{4} this is a zip archive of pickles".utf8))
    }
    #expect(error?.problem.hasPrefix("the header is too long") == true)
  }

  @Test func fileIsNamed() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(
      "thalweg-\(UUID().uuidString).safetensors")
    defer { try? FileManager.default.removeItem(at: url) }
    let missing = #expect(throws: SafetensorsError.self) { try Safetensors(contentsOf: url) }
    #expect(missing?.file == url.path)
    try Data([1, 2, 3]).write(to: url)
    let short = #expect(throws: SafetensorsError.self) { try Safetensors(contentsOf: url) }
    #expect(short?.description.contains("file:     \(url.path)") == true)
    let given = LSTMCase(inputs: 2, hidden: 3, rows: 1, steps: 1)
    let network = try given.network(Double.self)
    try network.safetensors(metadata: ["format": "pt"]).write(to: url)
    #expect(try LSTM(Safetensors(contentsOf: url)) == network)
  }

  @Test func networkKeepsNamesAndShapes() throws {
    let given = LSTMCase(inputs: 2, hidden: 3, outputs: 2, rows: 1, steps: 1)
    let file = try given.network(Float.self).safetensors()
    #expect(
      file.tensors.map { "\($0.name) \($0.shape)" } == [
        "lstm.weight_ih_l0 [12, 2]", "lstm.weight_hh_l0 [12, 3]", "lstm.bias_ih_l0 [12]",
        "lstm.bias_hh_l0 [12]", "head.weight [2, 3]", "head.bias [2]",
      ])
    let prefixes = LSTM<Float>.Prefixes(network: "", head: "net.0.")
    let renamed = try given.network(Float.self).safetensors(prefixes: prefixes)
    #expect(renamed.tensors.map(\.name).first == "weight_ih_l0")
    #expect(renamed["net.0.weight"] != nil)
    #expect(try LSTM(renamed, prefixes: prefixes) == given.network(Float.self))
  }

  @Test func foreignNetworksAreRefused() throws {
    let given = LSTMCase(inputs: 2, hidden: 3, rows: 1, steps: 1)
    let tensors = try given.network(Float.self).safetensors().tensors
    func error(_ tensors: [Safetensors.Tensor]) throws -> SafetensorsError? {
      let file = try Safetensors(tensors: tensors)
      return #expect(throws: SafetensorsError.self) { try LSTM<Float>(file) }
    }
    let missing = try error(Array(tensors.dropLast()))
    #expect(missing?.tensor == "head.bias" && missing?.problem == "a tensor is missing")
    let second = Safetensors.Tensor(name: "lstm.weight_ih_l1", shape: [1], values: .float([0]))
    #expect(try error(tensors + [second])?.found == "lstm.weight_ih_l1")
    var misshapen = tensors
    misshapen[2] = Safetensors.Tensor(
      name: "lstm.bias_ih_l0", shape: [9], values: .float([Float](repeating: 0, count: 9)))
    let shape = try error(misshapen)
    #expect(shape?.tensor == "lstm.bias_ih_l0")
    #expect(shape?.found == "[9]" && shape?.expected == "[12]")
    var head = tensors
    head[4] = Safetensors.Tensor(name: "head.weight", shape: [3], values: .float([0, 0, 0]))
    #expect(try error(head)?.problem == "the shapes make no LSTM")
    var infinite = tensors
    infinite[5] = Safetensors.Tensor(name: "head.bias", shape: [1], values: .float([.infinity]))
    #expect(try error(infinite)?.tensor == "head.bias")
  }

  @Test func namesAreTakenOnce() {
    let tensor = Safetensors.Tensor(name: "a", shape: [1], values: .float([0]))
    #expect(throws: SafetensorsError.self) { try Safetensors(tensors: [tensor, tensor]) }
  }
}
