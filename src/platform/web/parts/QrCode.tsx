import { type ReactElement, useEffect, useState } from 'react';

/** A QR code as a sharp drawing, for screens and paper; `text` is what it says, `label` what it is for. */
export function QrCode({ text, label, size = 160 }: { readonly text: string; readonly label: string; readonly size?: number }): ReactElement {
  const [picture, setPicture] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    void import('qrcode')
      .then(({ toString: draw }) => draw(text, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' }))
      .then((svg) => current && setPicture(`data:image/svg+xml,${encodeURIComponent(svg)}`));
    return () => {
      current = false;
    };
  }, [text]);
  return <img src={picture ?? undefined} alt={label} width={size} height={size} style={{ background: '#fff' }} />;
}
