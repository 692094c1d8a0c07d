// The camera behind the scanner: opened on the page that scans, closed with it.
export type CameraState = 'starting' | 'running' | 'denied' | 'none';

/** Starts the back camera into `video`; resolves to the state, and a function that lets the camera go. */
export async function openCamera(video: HTMLVideoElement): Promise<{ state: CameraState; close: () => void }> {
  const nothing = () => undefined;
  if (!navigator.mediaDevices || !navigator.mediaDevices.getUserMedia) return { state: 'none', close: nothing };
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' }, audio: false });
    video.srcObject = stream;
    await video.play();
    return { state: 'running', close: () => stream.getTracks().forEach((track) => track.stop()) };
  } catch (problem) {
    const denied = problem instanceof Error && /NotAllowed|Security|Abort/.test(problem.name);
    return { state: denied ? 'denied' : 'none', close: nothing };
  }
}
