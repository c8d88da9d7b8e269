import { assert } from '../values/assert.ts'

export type Entry = { readonly distance: number; readonly refugee: number }

/** Nearest first; of equals the lower refugee, so that the answer never depends on the heap. */
const isBefore = (a: Entry, b: Entry): boolean =>
  a.distance < b.distance || (a.distance === b.distance && a.refugee < b.refugee)

function entry(heap: readonly Entry[], index: number): Entry {
  const found = heap[index]
  assert(found !== undefined, 'an index lies within the heap')
  return found
}

/** Adds to a binary heap held in an array. */
export function push(heap: Entry[], added: Entry): void {
  let index = heap.length
  heap.push(added)
  while (index > 0) {
    const parent = (index - 1) >> 1
    if (!isBefore(added, entry(heap, parent))) break
    heap[index] = entry(heap, parent)
    index = parent
  }
  heap[index] = added
}

/** Takes the nearest entry of a heap that is not empty. */
export function pop(heap: Entry[]): Entry {
  const top = entry(heap, 0)
  const moved = entry(heap, heap.length - 1)
  heap.length -= 1
  let index = 0
  while (2 * index + 1 < heap.length) {
    const left = 2 * index + 1
    const right = left + 1
    const child =
      right < heap.length && isBefore(entry(heap, right), entry(heap, left)) ? right : left
    if (!isBefore(entry(heap, child), moved)) break
    heap[index] = entry(heap, child)
    index = child
  }
  if (heap.length > 0) heap[index] = moved
  return top
}
