import Foundation

/// Where a page's charts take Vega from.
public enum VegaLibrary: Sendable, Equatable {
  /// Vega's own text, inside the page: works without a network.
  case inlined(String)
  /// Loaded when the page is opened.
  case remote(String)

  /// Vega's public address, as its documentation gives it, at the version we test with.
  public static let publicAddress = "https://cdn.jsdelivr.net/npm/vega@5.22.1/build/vega.min.js"
  /// Where Debian's package libjs-vega lies.
  public static let systemFolder = "/usr/share/javascript/vega"

  /// Vega as the system has it, else its public address.
  ///
  /// A folder may hold the whole (`vega.min.js`) or, as Debian's package does, the modules it is
  /// made of, which are then put together.
  public static func installed(in folder: String = systemFolder) -> VegaLibrary {
    if let whole = read(folder + "/vega.min.js") { return .inlined(harmless(whole)) }
    var script = "var vega=(function(){\"use strict\";var made={},defined={};\n"
    for module in modules {
      // The client of TopoJSON comes with the same package, in a folder of its own.
      let candidates = [
        "\(folder)/\(module.file).min.js", "\(folder)/../\(module.file)/\(module.file).min.js",
      ]
      guard let text = candidates.lazy.compactMap(read).first else {
        return .remote(publicAddress)
      }
      script += "defined[\"\(module.name)\"]=function(exports,module,require,define){\n"
      script += harmless(text) + "\n};\n"
    }
    script += """
      function require(name){if(!made[name]){if(!defined[name])throw Error("no module "+name);\
      var module={exports:{}};made[name]=module;\
      defined[name].call(globalThis,module.exports,module,require,undefined)}\
      return made[name].exports}
      var transforms=require("vega-dataflow").transforms;\
      ["vega-transforms","vega-view-transforms","vega-encode"].forEach(function(name){\
      Object.assign(transforms,require(name))});
      return {parse:require("vega-parser").parse,View:require("vega-view").View};})();
      """
    return .inlined(script)
  }

  /// The modules our charts need, by the names with which they ask for one another: no maps of the
  /// globe, forces, hierarchies or word clouds.
  private static let modules: [(name: String, file: String)] =
    [
      "vega-util", "vega-canvas", "topojson-client", "vega-time", "vega-format", "vega-loader",
      "vega-statistics", "vega-dataflow", "vega-event-selector", "vega-expression", "vega-scale",
      "vega-scenegraph",
    ].map { ($0, $0) } + [("vega-selections", "vega-selection")]
    + [
      "vega-functions", "vega-runtime", "vega-encode", "vega-transforms", "vega-view-transforms",
      "vega-parser", "vega-view",
    ].map { ($0, $0) }

  private static func read(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Without what would end or comment out the element around it; inside JavaScript's strings and
  /// regular expressions a backslash before these characters changes nothing.
  private static func harmless(_ script: String) -> String {
    script.replacingOccurrences(of: "</script", with: "<\\/script", options: .caseInsensitive)
      .replacingOccurrences(of: "<!--", with: "<\\!--")
  }
}
