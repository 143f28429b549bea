import type { OptionItem, OptionsRequest } from '@lianban/forms'

/** One option of a table, with the one above it. */
export interface Entry {
  value: string
  label: string
  /** Value of the entry above. */
  parent?: string | null
  withdrawn?: boolean
}

/** A table of options that is small enough to be held at once: what may be chosen, and what a value is called. */
export class TreeOptions {
  private readonly byValue: ReadonlyMap<string, Entry>
  private readonly parents: ReadonlySet<string>

  constructor(private readonly entries: readonly Entry[]) {
    this.byValue = new Map(entries.map((entry) => [entry.value, entry]))
    this.parents = new Set(entries.flatMap(({ parent, withdrawn }) => (parent && !withdrawn ? [parent] : [])))
  }

  /** What may be chosen, in the order of the table. An entry whose parent is not in the table stands outermost. */
  list({ parent, search = '', limit }: OptionsRequest): OptionItem[] {
    const wanted = search.trim().toLowerCase()
    const found: OptionItem[] = []
    for (const entry of this.entries) {
      if (found.length >= limit) break
      if (entry.withdrawn || (parent !== undefined && this.parentOf(entry) !== parent)) continue
      if (wanted === '' || entry.label.toLowerCase().includes(wanted)) found.push(this.itemOf(entry))
    }
    return found
  }

  find(values: readonly string[]): OptionItem[] {
    return [...new Set(values)].flatMap((value) => this.byValue.get(value) ?? []).map((entry) => this.itemOf(entry))
  }

  private parentOf({ parent }: Entry): string | null {
    return parent && this.byValue.has(parent) ? parent : null
  }

  private itemOf(entry: Entry): OptionItem {
    const above: string[] = []
    const seen = new Set<string>()
    for (let at = this.parentOf(entry); at !== null && !seen.has(at); at = this.parentOf(this.byValue.get(at)!)) {
      seen.add(at)
      above.unshift(this.byValue.get(at)!.label)
    }
    return {
      ...{ value: entry.value, label: entry.label },
      ...(above.length > 0 && { above }),
      leaf: !this.parents.has(entry.value),
      ...(entry.withdrawn && { withdrawn: true }),
    }
  }
}
