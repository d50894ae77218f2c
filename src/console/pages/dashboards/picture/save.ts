/** Hands a file to the person, by the name of what it shows and when. */

export async function savePicture(canvas: HTMLCanvasElement, name: string): Promise<void> {
  const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/png'))
  if (!blob) throw new Error('The picture is too large for this browser. Save a single panel.')
  save(blob, `${name}.png`)
}

export function saveText(text: string, name: string): void {
  save(new Blob([text], { type: 'text/csv;charset=utf-8' }), `${name}.csv`)
}

function save(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  // The browser has taken the address by the time this runs.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000)
}
