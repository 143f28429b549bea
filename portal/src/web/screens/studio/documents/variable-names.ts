/** A variable that a template may use. */
export interface DocumentVariable {
  path: string
  /** What it is, for people; what stands behind a comma explains it. */
  text: string
  sample: unknown
}

/** Forms of a value as text that every document view adds: `acceptedAtText`, `heldAtTimeText`. */
const FORMS = [/Text$/, /(TimeText|DayText|Lines)$/]

/** One name for each path and one path for each name, so that text can be read back. */
export class VariableNames {
  private readonly names = new Map<string, string>()
  private readonly paths = new Map<string, string>()
  private readonly texts: Map<string, string>

  /** @param used paths that the template mentions, which get names first */
  constructor(known: readonly DocumentVariable[], used: readonly string[]) {
    this.texts = new Map(known.map(({ path, text }) => [path, text.split(/[,，;；]/)[0]!]))
    for (const path of [...used, ...known.map((variable) => insertedPath(variable))]) {
      if (this.names.has(path)) continue
      const plain = this.wordsOf(path)
      let name = plain
      for (let n = 2; this.paths.has(name); n++) name = `${plain}${n}`
      this.names.set(path, name)
      this.paths.set(name, path)
    }
  }

  /** What it is; two paths may have the same words. */
  wordsOf(path: string): string {
    const bases = FORMS.map((form) => this.texts.get(path.replace(form, '')))
    return ([this.texts.get(path), ...bases].find((text) => text !== undefined) ?? path).replace(/[【】]/g, '')
  }

  nameOf(path: string): string {
    return this.names.get(path) ?? path
  }

  pathOf(name: string): string | undefined {
    return this.paths.get(name)
  }
}

/** As it is put into a text: a day or an instant as Chinese writes it. */
export function insertedPath({ path, sample }: Pick<DocumentVariable, 'path' | 'sample'>): string {
  return typeof sample === 'string' && /^\d{4}-\d{2}-\d{2}/.test(sample) ? `${path}Text` : path
}

/** Whether it can stand in the middle of a text: a list cannot. */
export const isInline = ({ sample }: Pick<DocumentVariable, 'sample'>): boolean => sample === null || typeof sample !== 'object'

const MENTIONED = /\{\{([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)\}\}/g

export const namesFor = (source: string, known: readonly DocumentVariable[]): VariableNames =>
  new VariableNames(
    known,
    Array.from(source.matchAll(MENTIONED), ([, path]) => path!),
  )
