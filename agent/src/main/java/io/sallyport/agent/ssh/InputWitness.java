package io.sallyport.agent.ssh;

/** Records input before the process gets it. @throws io.sallyport.evidence.recording.RecordingException from {@link #seen} */
interface InputWitness {

    void seen(byte[] bytes);
}
