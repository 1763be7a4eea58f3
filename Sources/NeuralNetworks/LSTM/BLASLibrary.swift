import CBLAS

/// The matrix library of this system, and what we ask of it.
///
/// It works on the calling thread only: threads are ours, one for some rows of a batch, so that
/// results depend neither on how many there are nor on how the library would share out a product.
/// Its kernels are those it finds best for the processor, unless the user chose others with
/// OPENBLAS_CORETYPE: other kernels add in another order, and so round otherwise.
public enum BLASLibrary {
  private static let preparation: Void = thalweg_blas_use_one_thread()

  /// Sets the library up, once; every product does so by itself.
  public static func prepare() { _ = preparation }

  /// The kernels in use, by the name the library gives them: "Haswell".
  public static var coreName: String {
    prepare()
    return String(cString: thalweg_blas_core_name())
  }
}
