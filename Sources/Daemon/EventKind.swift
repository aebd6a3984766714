/// Each kind of record that the daemon writes, with the MESSAGE_ID under which the journal's catalog explains it.
package enum EventKind: String, CaseIterable, Sendable {
    case builtInConfiguration = "6444e33372c742b3902ee4abbbf819c3"
    case configurationError = "9424906d42cd45ba8a6cc9a099c68bee"
    case systemRefused = "937f0496415c4bf4b31956990190d02e"
    case listening = "39c64588995e42c79657d0e1380f32c0"
    case addressSkipped = "742b6d422938495e97dff83a4c935c7a"
    case passedSocketUnused = "7a30146e6f394c2f95a327ca8becedf3"
    case listenerAdopted = "239c27ff278b41849b3111febc7d53e7"
    case storedListenerDropped = "9344ba23eacf4d4494f3ea0758f746cc"
    case serviceReady = "d78293d5f9cf4189ace1d084e9b94948"
    case controlUnavailable = "5752527fe31348118f795861fe7740ed"
    case orderGiven = "660381c974ab4b29a0f49cd73deff0f8"
    case ready = "b41c793979a6428c8dcd4e1c6d22ba5c"
    case connection = "9d509053f8b049b3a85aca23aeb37b55"
    case programOutput = "7778b0c832334bbda5c483a7782cf66d"
    case programLeftovers = "c17197bfd4e0434d8edf8bb193632959"
    case recordsLost = "ce255b947d5e4efaa94b244ba31d3359"
    case acceptRefused = "942a7df74cd94a64b8a1c624bc0fbea2"
    case workerSpawned = "98cf5cdd63a0499dab85bc82cf04be99"
    case workerReady = "29b318c3039c44a095e057e9d51aa64d"
    case workerRetired = "aaa80ff3bb704669a6676443022d357b"
    case workerDied = "bbdce8ef31d24d9794a95d41762cfd1a"
    case workerOutput = "d43e6f1389c54646a038c9781421d8f1"
    case workerFailed = "5d3b1f0ac2e24f6f9a5b8c0e7f41d263"
    case workerStartFailed = "00b5155816de46faa7f64bf745ffd5a1"
    case workerStartTimedOut = "7213704f7b3745fb93e4f727d04987cb"
    case workerLeavingTimedOut = "fafcbf4c25fb487eb80f99b7153da542"
    case forkFailed = "21f9f7e0ef2f46a2bed30c6c6b237eae"
    case startsThrottled = "a4ffa5abcb3f4ed39a0095da2e03aa3f"
    case poolGrew = "34d723367dae461a9affd9a654293b30"
    case workerRecycled = "efcdbe2752614e56bc44d585936da424"
    case poolSaturated = "e272011b3977445493c6eb0699416e79"
    case poolBounded = "33a16adcc82a4ed2a5a7aeaffb70ccdc"
    case boundsChanged = "609b9b001611405da24c055639bf2136"
    case decision = "31973ec44afa4323a49a429855257190"
    case poolShrank = "74d619023bf5457f96b3509fb0299ed4"
    case counters = "50f6c0cf726e4d4e85a63050dfbd5ab1"
    case reloading = "b874656019d54dcc932050e0a378fe05"
    case reloaded = "612e6cdac5174bbebdd401e8a9567b04"
    case reloadFailed = "77c0232576d04cc7aceb03641542c8c8"
    case upgrading = "3515def15e184b5397c06d901c9dd52a"
    case upgraded = "cc37f9d750fd45049fd5a1e3a402a0c4"
    case upgradeFailed = "9c83331c92724e5eb2d81ba26cf6cd47"
    case resumed = "2d26bd4ee4f24d46b05449ad191c06fc"
    case signalIgnored = "8a98feb491f84a0380f5d714cf623871"
    case stopping = "287f574d9ed44ef197bcd423b9c7faa7"
    case killedAtStop = "908b2e3188dc4767a6433bc5e55cf51e"
    case stopped = "99e073fe8c214b70b4df1bbff8d474e7"
}

extension EventKind {
    /// Whether it tells what was done to a pool, and why.
    var isDecision: Bool {
        switch self {
        case .poolGrew, .poolShrank, .workerRecycled, .startsThrottled, .poolSaturated, .poolBounded, .boundsChanged:
            true
        default: false
        }
    }
}
