import { INK, type Paper, SOFT } from './page.ts'

export type Style = {
  readonly font: 'regular' | 'bold'
  readonly size: number
  readonly color: string
}
export const H1: Style = { font: 'bold', size: 20, color: INK }
export const H2: Style = { font: 'bold', size: 13, color: INK }
export const LABEL: Style = { font: 'bold', size: 10, color: INK }
export const BODY: Style = { font: 'regular', size: 10, color: INK }
export const SMALL: Style = { font: 'regular', size: 9, color: SOFT }
const GAP = 1

const styled = (paper: Paper, { font, size, color }: Style): Paper =>
  paper.font(font).fontSize(size).fillColor(color)

export const heightOf = (paper: Paper, style: Style, of: { text: string; width: number }): number =>
  styled(paper, style).heightOfString(of.text, { width: of.width, lineGap: GAP })

export type Box = { readonly x: number; readonly width: number; readonly align?: 'right' }

/** Text from a place on; what follows goes on below it. */
export function write(paper: Paper, style: Style, of: Box & { text: string; y: number }): void {
  const { text, x, y, width, align = 'left' } = of
  styled(paper, style).text(text, x, y, { width, align, lineGap: GAP })
}
