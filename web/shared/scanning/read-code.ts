// Finds a QR code in a picture. The browser's own detector where there is one (Android, macOS), else qr-scanner in a
// worker, fetched only now. Vendor-neutral: the rest of the apps knows only these two functions.
type Picture = HTMLVideoElement | File;
export type CodeReader = (picture: Picture) => Promise<string | null>;

interface Detector {
  detect(source: HTMLVideoElement | ImageBitmap): Promise<{ rawValue: string }[]>;
}
type DetectorClass = {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
};

async function ownReader(): Promise<CodeReader | null> {
  const Class = (window as unknown as { BarcodeDetector?: DetectorClass }).BarcodeDetector;
  if (!Class) return null;
  try {
    const formats = await Class.getSupportedFormats();
    if (formats.indexOf('qr_code') < 0) return null;
    const detector = new Class({ formats: ['qr_code'] });
    return async (picture) => {
      const source = picture instanceof File ? await createImageBitmap(picture) : picture;
      const found = await detector.detect(source);
      return found[0] ? found[0].rawValue : null;
    };
  } catch {
    return null; // present but not working (seen on some phones): the library reads instead
  }
}

async function libraryReader(): Promise<CodeReader> {
  const { default: QrScanner } = await import('qr-scanner');
  const engine = QrScanner.createQrEngine();
  const canvas = document.createElement('canvas');
  return async (picture) => {
    try {
      const result = await QrScanner.scanImage(picture, {
        qrEngine: await engine,
        canvas,
        returnDetailedScanResult: true,
      });
      return result.data;
    } catch {
      return null; // it throws when there is no code in the picture
    }
  };
}

let reader: Promise<CodeReader> | undefined;

/** The reader of this device, made once. */
export function codeReader(): Promise<CodeReader> {
  if (!reader) {
    reader = ownReader().then((own) => own || libraryReader());
    reader.catch(() => {
      reader = undefined; // the file did not come: the next try fetches it again
    });
  }
  return reader;
}

/** A photo gets a second chance with the library: it reads harder pictures than some phones' own detector. */
export async function readPhoto(photo: File): Promise<string | null> {
  const found = await (await codeReader())(photo).catch(() => null);
  return found || (await libraryReader())(photo);
}
