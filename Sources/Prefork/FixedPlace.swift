/// Holds a value where it stays for as long as the owner of this does.
///
/// Workers use what they have from the supervisor there, by its address: a copy would count references, each of them in a
/// page that the worker has for itself from then on.
final class FixedPlace<Value> {
    let address: UnsafeMutablePointer<Value>

    init(_ value: Value) {
        address = .allocate(capacity: 1)
        address.initialize(to: value)
    }

    deinit {
        address.deinitialize(count: 1)
        address.deallocate()
    }
}
