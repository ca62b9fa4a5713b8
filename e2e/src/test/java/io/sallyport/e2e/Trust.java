package io.sallyport.e2e;

import io.sallyport.wire.cert.SshPublicKey;
import io.sallyport.wire.cert.TrustBundle;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Edits an agent's trust bundle, as only root on the target could. */
final class Trust {
    private Trust() {}

    static void addUserCa(Path bundle, SshPublicKey ca) throws IOException {
        TrustBundle trust = TrustBundle.read(bundle);
        List<SshPublicKey> cas = new ArrayList<>(trust.userCas());
        cas.add(ca);
        new TrustBundle(trust.version(), cas, trust.hostCas(), trust.demo()).write(bundle);
    }
}
