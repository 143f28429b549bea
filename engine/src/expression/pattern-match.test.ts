import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern, matchPattern } from './pattern-match.ts'
import { parsePattern } from './pattern-parse.ts'

const match = (pattern: string, text: string, flags = '', from = 0) => {
  const program = compilePattern(parsePattern(pattern), flags)!
  const found = matchPattern(program, text, from, () => {})
  return found && [found.start, text.slice(found.start, found.end), ...found.groups]
}
const native = (pattern: string, text: string, flags = '', from = 0) => {
  const expression = new RegExp(pattern, `gu${flags}`)
  expression.lastIndex = from
  const found = expression.exec(text)
  return found && [found.index, ...found]
}

describe('a regular expression that cannot explode', () => {
  it.each([
    ['', 'abc'],
    ['a', 'cab'],
    ['a*', 'baa'],
    ['a+?', 'caaa'],
    ['a{2,3}', 'aaaa'],
    ['a{2,3}?', 'aaaa'],
    ['a{2}', 'aaaa'],
    ['a{1,}b', 'aaab'],
    ['(a)(b)?', 'ac'],
    ['(a|ab)(c|bcd)', 'abcd'],
    ['(a*)*', 'b'],
    ['(a*)+', 'b'],
    ['(?:|a)*', 'aa'],
    ['(z)((a+)?(b+)?(c))*', 'zaacbbbcac'],
    ['^b', 'ab'],
    ['b$', 'ab'],
    ['\\bcd\\b', 'ab cd ef'],
    ['\\B.', 'ab'],
    ['[^\\]a-c]+', 'ab]de'],
    ['[\\p{Script=Han}]+', 'ab中文c'],
    ['\\p{L}+', '1中a2'],
    ['.', '😀a'],
    ['^.$', '😀'],
    ['\\u{1F600}', 'a😀'],
    ['\\uD83D\\uDE00+', '😀😀'],
    ['\\x41\\u0042', 'AB'],
    ['(?<year>\\d{4})-(\\d\\d)', 'on 2025-03'],
    ['a|b|', 'cb'],
    ['(a+)+$', 'aaa!'],
    ['^1[3-9]\\d{9}$', '13912345678'],
    ['\\(\\)\\[\\]\\/\\.', '()[]/.'],
    ['(?:ab){2,}?c', 'abababc'],
    ['()*a', 'a'],
    ['(?:a?)*?b', 'aab'],
    ['\\cA', '\u0001'],
    ['[[]', '['],
  ])('%s on %s', (pattern, text) => expect(match(pattern, text)).toEqual(native(pattern, text)))

  it.each([
    ['A', 'a', 'i'],
    ['^b', 'a\nb', 'm'],
    ['a.b', 'a\nb', 's'],
    ['a.b', 'a\nb', ''],
  ])('%s on %j with flags "%s"', (pattern, text, flags) => expect(match(pattern, text, flags)).toEqual(native(pattern, text, flags)))

  it('leaves look around and back references to others', () => {
    for (const pattern of ['(?=a)', '(?!a)', '(?<=a)b', '(?<!a)b', '(a)\\1', '(?<n>a)\\k<n>', 'a{9999}'])
      expect(compilePattern(parsePattern(pattern), '')).toBeNull()
  })

  const patterns = (quantifiers: string[], places: string[] = []) =>
    fc.letrec<{ pattern: string }>((tie) => ({
      pattern: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '\\w', ...places),
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => left + right),
        fc.tuple(tie('pattern'), tie('pattern')).map(([left, right]) => `(?:${left}|${right})`),
        tie('pattern').map((inner) => `(${inner})`),
        fc
          .tuple(
            tie('pattern').filter((inner) => places.length > 0 || !new RegExp(`^(?:${inner})$`, 'u').test('')),
            fc.constantFrom(...quantifiers),
          )
          .map(([inner, quantifier]) => `(?:${inner})${quantifier}`),
      ),
    })).pattern
  const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', '😀'), maxLength: 7 })

  it('finds the text that JavaScript finds, where no repeated part can match nothing', () => {
    fc.assert(
      fc.property(patterns(['*', '+', '?', '*?', '+?', '??', '{2}', '{2,}', '{1,2}', '{0,2}?']), texts, fc.nat(2), (source, text, from) => {
        if (from <= text.length && !(text.codePointAt(from - 1)! > 0xffff))
          expect(match(source, text, '', from)?.slice(0, 2)).toEqual(native(source, text, '', from)?.slice(0, 2))
      }),
      { numRuns: 3_000 },
    )
  })

  it('matches where JavaScript matches', () => {
    fc.assert(
      fc.property(patterns(['*', '+', '?', '*?', '??', '{1,2}', '{0,2}?'], ['^', '$', '\\b']), texts, (source, text) => {
        expect(match(source, text)?.[0]).toBe(native(source, text)?.[0])
        expect(match(`^(?:${source})$`, text) === null).toBe(native(`^(?:${source})$`, text) === null)
      }),
      { numRuns: 3_000 },
    )
  })

  it('takes no longer than text times pattern', () => {
    let cost = 0
    const program = compilePattern(parsePattern('^((a+)+|(a|a)*|(?:a?){20})+$'), '')!
    expect(matchPattern(program, `${'a'.repeat(2_000)}!`, 0, (units) => (cost += units))).toBeNull()
    expect(cost).toBeLessThan(2_002 * program.code.length)
  })
})
