/// What the program before finds as it was, where this one can't go on.
struct WayBack {
    /// Of the memory that it has left.
    let layout: Int
    /// What was asked of it and not begun.
    let wantsReload: Bool
    let wantsUpgrade: Bool

    init(_ handover: Handover) {
        (layout, wantsReload, wantsUpgrade) = (handover.layout, handover.wantsReload, handover.wantsUpgrade)
    }

    /// What was asked of this program meanwhile is the other's too.
    func prepare(_ handover: inout Handover) {
        handover.layout = layout
        if wantsReload { handover.wantsReload = true }
        if wantsUpgrade { handover.wantsUpgrade = true }
    }
}
