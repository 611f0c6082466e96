/** What the look of a drawing hangs on: written into the file, where there are no style sheets. */
const kept = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'text-anchor',
  'direction',
  'unicode-bidi',
  'paint-order',
];

/** The drawing as a file of its own: looks as it does here, on the ground it stands on. */
function standAlone(svg: SVGSVGElement): { readonly text: string; readonly width: number; readonly height: number } {
  const { width, height } = svg.viewBox.baseVal;
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = svg.querySelectorAll('*');
  copy.querySelectorAll('*').forEach((element, i) => {
    const original = originals[i];
    if (!original) return;
    const look = getComputedStyle(original);
    element.setAttribute('style', kept.map((name) => `${name}:${look.getPropertyValue(name)}`).join(';'));
    element.removeAttribute('class');
  });
  copy.removeAttribute('class');
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  copy.style.direction = getComputedStyle(svg).direction;
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', getComputedStyle(svg).getPropertyValue('--b-surface').trim());
  copy.prepend(ground);
  return { text: new XMLSerializer().serializeToString(copy), width, height };
}

function save(content: Blob, name: string): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

/** Saves the drawing as `file.svg`. */
export function saveSvg(svg: SVGSVGElement, file: string): void {
  save(new Blob([standAlone(svg).text], { type: 'image/svg+xml;charset=utf-8' }), `${file}.svg`);
}

/** Pixels of the picture for each unit of the drawing: sharp on paper. */
const scale = 3;

/** Saves the drawing as `file.png`. False: this browser cannot draw it. */
export async function savePng(svg: SVGSVGElement, file: string): Promise<boolean> {
  const { text, width, height } = standAlone(svg);
  const address = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml;charset=utf-8' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const png = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (png) save(png, `${file}.png`);
    return png !== null;
  } catch {
    return false;
  } finally {
    URL.revokeObjectURL(address);
  }
}
