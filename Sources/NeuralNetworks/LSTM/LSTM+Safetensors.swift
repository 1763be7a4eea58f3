extension LSTM {
  /// What stands before PyTorch's names of the parameters in a file: `lstm.weight_ih_l0`,
  /// `head.weight`.
  public struct Prefixes: Sendable, Equatable {
    public var network: String
    public var head: String

    public init(network: String = "lstm.", head: String = "head.") {
      self.network = network
      self.head = head
    }

    public func name(of tensor: LSTMShape.Tensor) -> String {
      (tensor.isOfHead ? head : network) + tensor.rawValue
    }
  }

  /// The network of a file, its sizes taken from the shapes there. Numbers of another precision are
  /// rounded to this network's.
  ///
  /// - Throws: ``SafetensorsError`` where a tensor is missing, has another shape than the others
  ///   say, is not finite, or does not belong to a network of one layer with one head
  public init(_ file: Safetensors, prefixes: Prefixes = Prefixes()) throws {
    let names = LSTMShape.Tensor.allCases.map(prefixes.name(of:))
    let others = file.tensors.map(\.name).filter { !names.contains($0) }.sorted()
    func tensor(_ tensor: LSTMShape.Tensor) throws -> Safetensors.Tensor {
      let name = prefixes.name(of: tensor)
      guard let found = file[name] else {
        throw SafetensorsError(
          "a tensor is missing", tensor: name,
          found: others.isEmpty ? "no others" : others.joined(separator: ", "),
          expected: names.joined(separator: ", "), remedy: "say which prefixes the names have")
      }
      return found
    }
    let (inputs, head) = try (tensor(.inputWeight).shape, tensor(.headWeight).shape)
    guard inputs.count == 2, head.count == 2, inputs[0] == 4 * head[1],
      let shape = try? LSTMShape(
        inputCount: inputs[1], hiddenCount: head[1], outputCount: head[0])
    else {
      throw SafetensorsError(
        "the shapes make no LSTM", tensor: prefixes.name(of: .inputWeight),
        found: "\(inputs), with a head of \(head)",
        expected: "[4 hidden, inputs], with a head of [outputs, hidden]")
    }
    var parameters: [Scalar] = []
    for part in LSTMShape.Tensor.allCases {
      let found = try tensor(part)
      guard found.shape == shape.dimensions(of: part) else {
        throw SafetensorsError(
          "a tensor's shape does not fit the others", tensor: found.name, found: "\(found.shape)",
          expected: "\(shape.dimensions(of: part))")
      }
      parameters += found.values.rounded()
      guard parameters.suffix(found.values.count).allSatisfy(\.isFinite) else {
        throw SafetensorsError("a number is not finite", tensor: found.name)
      }
    }
    guard others.isEmpty else {
      throw SafetensorsError(
        "there are tensors that this network has no place for",
        found: others.joined(separator: ", "), expected: names.joined(separator: ", "),
        remedy: "only one layer in one direction with one linear head can be read")
    }
    try self.init(shape: shape, parameters: parameters)
  }

  /// The parameters under PyTorch's names, in this network's precision.
  public func safetensors(
    prefixes: Prefixes = Prefixes(), metadata: [String: String] = [:]
  ) throws -> Safetensors {
    try Safetensors(
      tensors: LSTMShape.Tensor.allCases.map { part in
        Safetensors.Tensor(
          name: prefixes.name(of: part), shape: shape.dimensions(of: part),
          values: Safetensors.Values(Array(values(of: part))))
      }, metadata: metadata)
  }
}

extension Safetensors.Values {
  fileprivate init<Scalar: LSTMScalar>(_ values: [Scalar]) {
    if let values = values as? [Float] {
      self = .float(values)
    } else {
      self = .double(Scalar.widened(values))
    }
  }

  fileprivate func rounded<Scalar: LSTMScalar>() -> [Scalar] {
    switch self {
    case .float(let values): Scalar.rounded(Float.widened(values))
    case .double(let values): Scalar.rounded(values)
    }
  }
}
