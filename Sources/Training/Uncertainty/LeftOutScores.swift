extension LowRankNormalMatrix {
  /// Scores of blocks as they would be had each block been left out of the fit.
  ///
  /// A fit bends towards the blocks that weigh most, a few floods, and makes their residuals too
  /// small: with the leverage H = J_B M J_Bᵀ of a block its residual is (I − H) times what it would
  /// be. By the block's probes Γ, for which Γᵀ Γ ≈ J_Bᵀ J_B,
  ///
  ///     score + Γᵀ (I − Γ M Γᵀ)⁻¹ Γ M score,     M = (κ I + Gᵀ G)⁻¹
  ///
  /// which is the jackknife over blocks (MacKinnon and White 1985, doi:10.1016/0304-4076(85)90158-7,
  /// HC3, for blocks). A block's leverage is taken as ``greatestLeverage`` at most.
  ///
  /// - Parameters:
  ///   - scores: J_Bᵀ r_B, `[block][weight]`
  ///   - probes: rows of G, `[pass × block][weight]`
  func leftOut(scores: [[Double]], probes: [[Double]], threads: Int) -> [[Double]] {
    let blocks = scores.count
    guard blocks > 0 else { return scores }
    return IndependentTasks.map(blocks, threads: threads) { block in
      let own = stride(from: block, to: probes.count, by: blocks).map { probes[$0] }
      let solved = own.map(solve)
      let leverage = own.indices.reduce(0.0) { $0 + Self.product(own[$1], solved[$1]) }
      guard leverage > 0 else { return scores[block] }
      let shrinkage = min(1, Self.greatestLeverage / leverage)
      let size = own.count
      var matrix = [Double](repeating: 0, count: size * size)
      for i in 0..<size {
        for j in 0...i { matrix[i * size + j] = -shrinkage * Self.product(own[i], solved[j]) }
        matrix[i * size + i] += 1
      }
      let factor = CholeskyFactor(lowerTriangleOf: matrix, size: size)
      let shares = factor.solve(solved.map { Self.product($0, scores[block]) })
      var result = scores[block]
      for (row, share) in zip(own, shares) {
        for index in result.indices { result[index] += shrinkage * share * row[index] }
      }
      return result
    }
  }

  /// Beyond this the estimate by a few probes says no more.
  private static var greatestLeverage: Double { 0.75 }
}
