import Foundation

/// Named arrays of numbers in the file format of Hugging Face's safetensors.
///
///     8 bytes   N, the length of the header, little-endian
///     N bytes   JSON: {"name": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, ...,
///               "__metadata__": {"key": "text"}}
///     the rest  the numbers, little-endian, row by row, without gaps
///
/// No file of this format can run code, as pickles can. Only F32 and F64 are read.
///
/// Source: https://github.com/huggingface/safetensors, "Format" in its README.
public struct Safetensors: Sendable, Equatable {
  /// The numbers of an array, in the precision in which the file has them.
  public enum Values: Sendable, Equatable {
    case float([Float])
    case double([Double])

    public var count: Int {
      switch self {
      case .float(let values): values.count
      case .double(let values): values.count
      }
    }

    /// The name the format gives the type: F32, F64.
    public var typeName: String {
      switch self {
      case .float: "F32"
      case .double: "F64"
      }
    }

    /// Bytes of a number.
    var stride: Int {
      switch self {
      case .float: MemoryLayout<Float>.stride
      case .double: MemoryLayout<Double>.stride
      }
    }
  }

  /// An array with its name and shape.
  public struct Tensor: Sendable, Equatable {
    public let name: String
    /// Sizes, the last running fastest; empty for a single number.
    public let shape: [Int]
    public let values: Values

    /// Stops the program where the shape does not fit.
    public init(name: String, shape: [Int], values: Values) {
      precondition(
        shape.allSatisfy { $0 >= 0 } && shape.reduce(1, *) == values.count,
        "tensor \(name) has \(values.count) values, shape \(shape)")
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// In the order of the file.
  public let tensors: [Tensor]
  public let metadata: [String: String]

  /// - Throws: ``SafetensorsError`` where two tensors have the same name, or one is named as the
  ///   metadata are
  public init(tensors: [Tensor], metadata: [String: String] = [:]) throws {
    var names: Set<String> = [Self.metadataKey]
    for tensor in tensors {
      guard names.insert(tensor.name).inserted else {
        throw SafetensorsError("a tensor's name is taken", tensor: tensor.name)
      }
    }
    self.tensors = tensors
    self.metadata = metadata
  }

  static let metadataKey = "__metadata__"
  /// Bytes of the header's length.
  static let lengthBytes = 8
  /// The reference implementation's limit on the header, bytes.
  static let largestHeader = 100_000_000

  /// The array of a name, nil where there is none.
  public subscript(name: String) -> Tensor? { tensors.first { $0.name == name } }
}

/// What a tensor's entry in the header says.
struct SafetensorsEntry: Codable {
  let dtype: String
  let shape: [Int]
  let data_offsets: [Int]
}
