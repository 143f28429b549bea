import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

/* The shell speaks two languages whole: whatever it says in Chinese is looked up, and has its English. */

const WEB = fileURLToPath(new URL('.', import.meta.url))
const FOLDERS = ['shell', 'components/login']
const FILES = [
  'screens/login.tsx',
  ...['login-form', 'key-help', 'error-result', 'error-note', 'load-more', 'list-states'].map((name) => `components/${name}.tsx`),
]
/** The names of the languages themselves, each in its own. */
const BOTH = ['语言 Language']

const isChinese = (text: string): boolean => /[\u4e00-\u9fff]/.test(text)

/** What a file says in Chinese: `known` is looked up or stands in a table at its top, `loose` is said as it is. */
function wordsIn(file: string): { known: string[]; loose: string[] } {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const known: string[] = []
  const loose: string[] = []
  const visit = (node: ts.Node, place: 'code' | 'looked up' | 'table'): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isJsxText(node)
    if (isText && isChinese(node.text) && !BOTH.includes(node.text)) (place === 'code' ? loose : known).push(node.text.trim())
    if (ts.isTemplateExpression(node) && isChinese(node.getText()) && place === 'code') loose.push(node.getText())
    const isTable = ts.isVariableStatement(node) && node.parent === source
    const isLookUp = ts.isCallExpression(node) && node.expression.getText() === 't'
    ts.forEachChild(node, (child) => visit(child, isTable ? 'table' : isLookUp ? 'looked up' : place))
  }
  visit(source, 'code')
  return { known, loose }
}

describe('the shell', () => {
  const inFolders = FOLDERS.flatMap((folder) => readdirSync(join(WEB, folder)).map((name) => `${folder}/${name}`))
  const files = [...inFolders, ...FILES].filter((name) => /\.tsx?$/.test(name) && !name.includes('.test.')).map((name) => join(WEB, name))
  const found = files.map((file) => ({ file: relative(WEB, file), ...wordsIn(file) }))
  const english = JSON.parse(readFileSync(join(WEB, 'locales/en-US.json'), 'utf8')) as Record<string, string>

  it('looks up all that it says', () => {
    expect(files.length).toBeGreaterThan(20)
    expect(found.filter(({ loose }) => loose.length > 0).map(({ file, loose }) => ({ file, loose }))).toEqual([])
  })

  it('has English for all of it, and for nothing else', () => {
    const said = new Set(found.flatMap(({ known }) => known))
    expect([...said].filter((words) => !(words in english)).sort()).toEqual([])
    expect(Object.keys(english).filter((words) => isChinese(words) && !said.has(words))).toEqual([])
    expect(Object.entries(english).filter(([, words]) => words === '' || isChinese(words))).toEqual([])
  })

  it('fills in the same names in both languages', () => {
    const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name!).sort()
    for (const [chinese, words] of Object.entries(english)) expect([words, names(words)]).toEqual([words, names(chinese)])
  })
})
