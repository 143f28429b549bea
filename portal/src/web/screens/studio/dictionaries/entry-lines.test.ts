import { describe, expect, it } from 'vitest'
import { entriesIn, linesOf } from './entry-lines.ts'

describe('entries as lines', () => {
  it('are read as they were written', () => {
    const entries = [
      { code: 'A', name: '农、林、牧、渔业' },
      { code: 'A01', name: '农业', parent: 'A' },
    ]
    expect(entriesIn(linesOf(entries))).toEqual({ entries, wrong: [] })
  })

  it('come from a table, a list with commas or with blanks', () => {
    expect(entriesIn('01\t汉族\n02,蒙古族\n\n03 回族').entries.map(({ code, name }) => `${code}${name}`)).toEqual([
      '01汉族',
      '02蒙古族',
      '03回族',
    ])
    expect(entriesIn('21,初婚,20').entries).toEqual([{ code: '21', name: '初婚', parent: '20' }])
  })

  it('are told by their line where something is missing', () => {
    expect(entriesIn('01 汉族\n蒙古族').wrong).toEqual([{ line: 2, text: '蒙古族' }])
  })

  it('leave out what is withdrawn', () => expect(linesOf([{ code: '1', name: '甲', withdrawn: true }])).toBe(''))
})
