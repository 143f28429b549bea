/** A run of text of a notice. */
export type Inline = { text: string; strong?: boolean; href?: string }

/** A part of a notice. Lists hold one line each. */
export type Block =
  { kind: 'heading'; line: Inline[] } | { kind: 'paragraph'; lines: Inline[][] } | { kind: 'list'; ordered: boolean; items: Inline[][] }

/** Links go to a page of this site or to one over HTTPS; anything else stays text. */
const LINK = /^(?:\/(?!\/)|https:\/\/)[^\s<>"'\\]*$/

/**
 * Reads the text of a Notice: a closed subset of Markdown, `## heading`, `- ` and `1. ` lists, `**strong**` and
 * `[text](link)`; a blank line ends a paragraph. Everything else is text as it stands, HTML too: what comes out are
 * plain texts to be drawn as such. Time grows with the length alone, whatever the text.
 */
export function parseMarkdown(text: string): Block[] {
  const blocks: Block[] = []
  let open = false
  for (const raw of text.replace(/\r\n?/g, '\n').split('\n')) {
    const line = raw.trim()
    const last = open ? blocks.at(-1) : undefined
    open = line !== ''
    if (line === '') continue
    const [, heading] = /^#{1,3} (.*)$/.exec(line) ?? []
    const [, bullet] = /^[-*] (.*)$/.exec(line) ?? []
    const [, step] = /^\d{1,3}[.、] (.*)$/.exec(line) ?? []
    if (heading !== undefined) {
      blocks.push({ kind: 'heading', line: parseInline(heading) })
      open = false
    } else if (bullet !== undefined || step !== undefined) {
      const ordered = step !== undefined
      const item = parseInline(step ?? bullet ?? '')
      if (last?.kind === 'list' && last.ordered === ordered) last.items.push(item)
      else blocks.push({ kind: 'list', ordered, items: [item] })
    } else if (last?.kind === 'paragraph') last.lines.push(parseInline(line))
    else blocks.push({ kind: 'paragraph', lines: [parseInline(line)] })
  }
  return blocks
}

function parseInline(line: string): Inline[] {
  const runs: Inline[] = []
  let plain = ''
  const put = (run: Inline) => {
    if (plain !== '') runs.push({ text: plain })
    plain = ''
    runs.push(run)
  }
  let at = 0
  while (at < line.length) {
    const strong = line.startsWith('**', at) ? line.indexOf('**', at + 2) : -1
    const link = line[at] === '[' ? linkAt(line, at) : null
    if (strong > at + 2) {
      put({ text: line.slice(at + 2, strong), strong: true })
      at = strong + 2
    } else if (link) {
      put({ text: link.text, href: link.href })
      at = link.end
    } else plain += line[at++] ?? ''
  }
  if (plain !== '') runs.push({ text: plain })
  return runs
}

/** `[text](link)` that begins at `at`. Each part is bounded, so that many brackets cannot make it look far again and again. */
function linkAt(line: string, at: number): { text: string; href: string; end: number } | null {
  const [whole, text, href] = /^\[([^[\]]{1,100})\]\(([^()\s]{1,300})\)/.exec(line.slice(at, at + 410)) ?? []
  return whole !== undefined && text && href && LINK.test(href) ? { text, href, end: at + whole.length } : null
}
