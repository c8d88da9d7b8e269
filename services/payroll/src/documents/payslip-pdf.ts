import type {
  DocumentRow,
  PayslipDocument,
} from '@fotfeste/domain/stipend/explain/payslip-document.ts'
import type { PlainDate } from '@fotfeste/domain/values/calendar.ts'
import {
  asArtifact,
  BOTTOM,
  bytesOf,
  drawn,
  type Element,
  INK,
  MARGIN,
  needs,
  newPaper,
  type Paper,
  RULE,
  rule,
  TINT,
  TOP,
  WIDTH,
} from './page.ts'
import { BODY, type Box, H1, H2, heightOf, LABEL, SMALL, write } from './writing.ts'

/** What the drawing goes on: the paper and the structure's root. */
type Sheet = { readonly paper: Paper; readonly root: Element }

const ALL: Box = { x: MARGIN, width: WIDTH }
const AMOUNT: Box = { x: MARGIN + WIDTH - 100, width: 100, align: 'right' }
const WHAT: Box = { x: MARGIN, width: WIDTH - 112 }

function heading({ paper, root }: Sheet, text: string): void {
  needs(paper, 58)
  const y = paper.y + 11
  root.add(drawn(paper, 'H2', () => write(paper, H2, { ...ALL, text, y })))
  paper.y += 5
}

function paragraph({ paper, root }: Sheet, text: string): void {
  needs(paper, heightOf(paper, BODY, { text, width: WIDTH }))
  const { y } = paper
  root.add(drawn(paper, 'P', () => write(paper, BODY, { ...ALL, text, y })))
}

function head(sheet: Sheet, { title, month, facts }: PayslipDocument): void {
  const { paper, root } = sheet
  root.add(
    drawn(paper, 'H1', () => write(paper, H1, { ...ALL, text: `${title}, ${month}`, y: TOP })),
  )
  paper.y += 6
  const table = paper.struct('Table')
  root.add(table)
  for (const [label, value] of facts) {
    const { y } = paper
    const row = paper.struct('TR')
    table.add(row)
    const name = drawn(paper, { scope: 'Row' }, () =>
      write(paper, SMALL, { x: MARGIN, width: 185, text: label, y }),
    )
    row.add(name)
    const draw = () =>
      write(paper, BODY, { x: MARGIN + 190, width: WIDTH - 190, text: value, y: y - 1 })
    row.add(drawn(paper, 'TD', draw))
    row.end()
  }
  table.end()
}

/** The sum that is paid, where the eye falls first. */
function paidBox({ paper, root }: Sheet, { paid }: PayslipDocument): void {
  const top = paper.y + 10
  const inner = { x: MARGIN + 14, width: WIDTH - 28 }
  const height = 58 + heightOf(paper, BODY, { text: paid.text, width: inner.width })
  asArtifact(paper, 'Layout', () => paper.roundedRect(MARGIN, top, WIDTH, height, 5).fill(TINT))
  const sum = paper.struct('P')
  root.add(sum)
  sum.add(() => write(paper, LABEL, { ...inner, text: `${paid.label} `, y: top + 9 }))
  sum.add(() => write(paper, { ...H1, size: 22 }, { ...inner, text: paid.amount, y: top + 22 }))
  sum.end()
  const y = top + 51
  root.add(drawn(paper, 'P', () => write(paper, BODY, { ...inner, text: paid.text, y })))
  paper.y = top + height
}

/** A row of column names, and again on each page that a table goes on to. */
function columnNames(
  paper: Paper,
  table: Element,
  cells: readonly (Box & { text: string })[],
): void {
  const { y } = paper
  const row = paper.struct('TR')
  table.add(row)
  for (const cell of cells) {
    row.add(drawn(paper, { scope: 'Column' }, () => write(paper, SMALL, { ...cell, y })))
  }
  row.end()
  paper.y += 3
  rule(paper, paper.y, INK)
  paper.y += 5
}

function calculationRow(paper: Paper, table: Element, row: DocumentRow): void {
  const { label, text, amount, isSum } = row
  const labelHeight = heightOf(paper, LABEL, { text: label, width: WHAT.width })
  const textHeight = text === null ? 0 : heightOf(paper, SMALL, { text, width: WHAT.width })
  needs(paper, labelHeight + textHeight + 8)
  const { y } = paper
  const line = paper.struct('TR')
  table.add(line)
  const what = paper.struct('TD')
  line.add(what)
  what.add(() => write(paper, LABEL, { ...WHAT, text: label, y }))
  if (text !== null) what.add(() => write(paper, SMALL, { ...WHAT, text, y: y + labelHeight }))
  what.end()
  const style = isSum ? LABEL : BODY
  line.add(drawn(paper, 'TD', () => write(paper, style, { ...AMOUNT, text: amount, y })))
  line.end()
  paper.y = y + labelHeight + textHeight + 3
  rule(paper, paper.y, isSum ? INK : RULE)
  paper.y += 4
}

function calculation(sheet: Sheet, { calculation: of }: PayslipDocument): void {
  const { paper, root } = sheet
  heading(sheet, of.heading)
  const table = paper.struct('Table')
  root.add(table)
  const [what = '', amount = ''] = of.columns
  columnNames(paper, table, [
    { ...WHAT, text: what },
    { ...AMOUNT, text: amount },
  ])
  for (const row of of.rows) calculationRow(paper, table, row)
  table.end()
}

/** The columns of the comparison: what, before, now, and the difference. */
const COLUMNS: readonly Box[] = [
  { x: MARGIN, width: 195 },
  { x: MARGIN + 198, width: 92, align: 'right' },
  { x: MARGIN + 293, width: 92, align: 'right' },
  { x: MARGIN + 388, width: WIDTH - 388, align: 'right' },
]

function changes(sheet: Sheet, { changes: of }: PayslipDocument): void {
  const { paper, root } = sheet
  heading(sheet, of.heading)
  if (of.text !== null) {
    paragraph(sheet, of.text)
    return
  }
  const table = paper.struct('Table')
  root.add(table)
  const cellsOf = (texts: readonly string[]) =>
    COLUMNS.map((box, at) => ({ ...box, text: texts[at] ?? '' }))
  columnNames(paper, table, cellsOf(of.columns))
  for (const [at, texts] of of.rows.entries()) {
    const style = at === of.rows.length - 1 ? LABEL : BODY
    const cells = cellsOf(texts)
    const height = Math.max(...cells.map((cell) => heightOf(paper, style, cell)))
    needs(paper, height + 9)
    const { y } = paper
    const row = paper.struct('TR')
    table.add(row)
    for (const cell of cells) {
      row.add(drawn(paper, 'TD', () => write(paper, style, { ...cell, y })))
    }
    row.end()
    paper.y = y + height + 2
    rule(paper, paper.y, RULE)
    paper.y += 4
  }
  table.end()
}

/** The page's number, on each page, below its text. */
function pageNumbers(paper: Paper, { title, month, pageOf }: PayslipDocument): void {
  const { count } = paper.bufferedPageRange()
  for (let at = 0; at < count; at++) {
    paper.switchToPage(at)
    // Nothing may flow to a new page from below the margin.
    paper.page.margins.bottom = 0
    asArtifact(paper, 'Pagination', () => {
      const y = BOTTOM + 16
      write(paper, SMALL, { ...WHAT, text: `${title}, ${month}`, y })
      write(paper, SMALL, { ...AMOUNT, text: pageOf(at + 1, count), y })
    })
  }
}

/** Draws a payslip on A4: the same text and day give the same bytes. */
export async function payslipPdf(document: PayslipDocument, of: PlainDate): Promise<Buffer> {
  const { language, title, month } = document
  const about = { language, title: `${title}, ${month}`, subject: title }
  const paper = newPaper({ ...about, of })
  const root = paper.struct('Document')
  paper.addStructure(root)
  const sheet = { paper, root }
  head(sheet, document)
  paidBox(sheet, document)
  calculation(sheet, document)
  for (const note of document.notes) {
    heading(sheet, note.heading)
    paragraph(sheet, note.text)
  }
  changes(sheet, document)
  heading(sheet, document.questions.heading)
  paragraph(sheet, document.questions.text)
  root.end()
  pageNumbers(paper, document)
  return bytesOf(paper)
}
