import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import wasm from 'zxing-wasm/reader/zxing_reader.wasm?url';

const EVERY_MILLIS = 80;
/** A code that stays before the camera is one visitor's. */
const SAME_MILLIS = 3_000;
const WIDTH = 960;

/** The phone's camera, reading QR codes until it is stopped. */
export class Camera {
  private stream: MediaStream | null = null;
  private timer = 0;
  private last = { text: '', at: -Infinity };
  private readonly canvas = document.createElement('canvas');

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly found: (text: string) => void,
  ) {
    prepareZXingModule({ overrides: { locateFile: (path: string, prefix: string) => (path.endsWith('.wasm') ? wasm : prefix + path) } });
  }

  /** Rejects when there is no camera, or nobody may use it. */
  async start(): Promise<void> {
    this.stream = await navigator.mediaDevices.getUserMedia({
      video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
      audio: false,
    });
    this.video.srcObject = this.stream;
    await this.video.play();
    this.again();
  }

  stop(): void {
    window.clearTimeout(this.timer);
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  private get track(): MediaStreamTrack | undefined {
    return this.stream?.getVideoTracks()[0];
  }

  get hasTorch(): boolean {
    const able = this.track?.getCapabilities?.() as { torch?: boolean } | undefined;
    return able?.torch === true;
  }

  async torch(on: boolean): Promise<void> {
    await this.track?.applyConstraints({ advanced: [{ torch: on } as MediaTrackConstraintSet] });
  }

  private again(): void {
    this.timer = window.setTimeout(() => void this.look(), EVERY_MILLIS);
  }

  private async look(): Promise<void> {
    try {
      const frame = this.frame();
      if (frame !== null) {
        const codes = await readBarcodes(frame, { formats: ['QRCode'], tryHarder: true, maxNumberOfSymbols: 1 });
        const text = codes[0]?.text ?? '';
        if (text !== '') this.take(text);
      }
    } finally {
      if (this.stream !== null) this.again();
    }
  }

  private frame(): ImageData | null {
    const { videoWidth, videoHeight } = this.video;
    if (videoWidth === 0) return null;
    const scale = Math.min(1, WIDTH / videoWidth);
    this.canvas.width = Math.round(videoWidth * scale);
    this.canvas.height = Math.round(videoHeight * scale);
    const context = this.canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) return null;
    context.drawImage(this.video, 0, 0, this.canvas.width, this.canvas.height);
    return context.getImageData(0, 0, this.canvas.width, this.canvas.height);
  }

  private take(text: string): void {
    const now = performance.now();
    const same = text === this.last.text && now - this.last.at < SAME_MILLIS;
    this.last = { text, at: now };
    if (!same) this.found(text);
  }
}
