import { readFileSync } from 'node:fs'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import { instantOf } from '@fotfeste/kit/clock.ts'
import { create, type Font } from 'fontkit'
import PDFDocument from 'pdfkit'

const FONTS = '@expo-google-fonts/noto-sans'

/** Opened once: reading a font's tables takes ten times what drawing a payslip does. */
const font = (file: string): Font =>
  create(readFileSync(new URL(import.meta.resolve(`${FONTS}/${file}`)))) as Font

/** Noto Sans: Latin in full, Cyrillic, Greek, Devanagari and Vietnamese, so that names are written right. */
const regular = font('400Regular/NotoSans_400Regular.ttf')
const bold = font('600SemiBold/NotoSans_600SemiBold.ttf')

export type Paper = PDFKit.PDFDocument
/** An element of the document's structure, which screen readers follow. */
export type Element = PDFKit.PDFStructureElement

export const INK = '#1b1b1b'
export const SOFT = '#4d4d4d'
export const RULE = '#b8b8b8'
export const TINT = '#eef2f6'

export const MARGIN = 52
export const TOP = 40
export const WIDTH = 595.28 - 2 * MARGIN
export const BOTTOM = 841.89 - 54

/** What a document says of itself. */
export type About = {
  readonly language: string
  readonly title: string
  readonly subject: string
  /** The day the document is of: the same bytes whenever it is made. */
  readonly of: PlainDate
}

/** An empty A4 document with its fonts, tagged for accessibility (PDF/UA). */
export function newPaper({ language, title, subject, of }: About): Paper {
  const maker = { Creator: 'Fotfeste', Producer: 'Fotfeste' }
  const options = {
    size: 'A4',
    margins: { top: TOP, bottom: MARGIN, left: MARGIN, right: MARGIN },
    pdfVersion: '1.7',
    subset: 'PDF/UA',
    tagged: true,
    lang: language,
    displayTitle: true,
    bufferPages: true,
    // The library's types know fonts by path only; it takes opened ones as well.
    font: regular,
    info: { Title: title, Subject: subject, ...maker, CreationDate: instantOf(of) },
  } as const
  const paper = new PDFDocument(options as unknown as PDFKit.PDFDocumentOptions)
  paper.registerFont('regular', regular as unknown as Buffer)
  paper.registerFont('bold', bold as unknown as Buffer)
  return paper
}

type Child = Parameters<Element['add']>[0]
type Options = Parameters<Paper['struct']>[1]
type Tag = 'H1' | 'H2' | 'P' | 'TH' | 'TD'

/** An element that is drawn where the structure stands now. */
export const drawn = (
  paper: Paper,
  tag: Tag | { readonly scope: 'Row' | 'Column' },
  draw: () => void,
): Element =>
  typeof tag === 'string'
    ? paper.struct(tag, {}, draw as Child)
    : paper.struct('TH', tag as Options, draw as Child)

/** Draws what is decoration or repeated on each page: no part of what is read aloud. */
export function asArtifact(paper: Paper, type: 'Layout' | 'Pagination', draw: () => void): void {
  paper.markContent('Artifact', { type })
  draw()
  paper.endMarkedContent()
}

/** A thin line across the page. */
export const rule = (paper: Paper, y: number, color: string): void =>
  asArtifact(paper, 'Layout', () => {
    paper
      .moveTo(MARGIN, y)
      .lineTo(MARGIN + WIDTH, y)
      .lineWidth(0.7)
      .strokeColor(color)
      .stroke()
  })

/** Begins a new page when less than this is left of the present one. */
export function needs(paper: Paper, height: number): void {
  if (paper.y + height > BOTTOM) paper.addPage()
}

/** The finished document. */
export function bytesOf(paper: Paper): Promise<Buffer> {
  const chunks: Buffer[] = []
  return new Promise((resolve, reject) => {
    paper.on('data', (chunk: Buffer) => chunks.push(chunk))
    paper.on('end', () => resolve(Buffer.concat(chunks)))
    paper.on('error', reject)
    paper.end()
  })
}
