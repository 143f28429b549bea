import { expect, test } from 'vitest'
import { decodeXml } from './xml-encoding.ts'

test('UTF-8 is the default, its byte order mark is dropped', () => {
  expect(decodeXml(Buffer.from('\uFEFF<a>受理</a>'))).toBe('<a>受理</a>')
})

test('a declared encoding is followed: GB18030 files from Chinese editors', () => {
  const bytes = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="GB18030"?><a>'),
    Buffer.from([0xca, 0xdc, 0xc0, 0xed]),
    Buffer.from('</a>'),
  ])
  expect(decodeXml(bytes)).toContain('<a>受理</a>')
})

test('bytes that are not of the encoding are refused instead of replaced', () => {
  expect(() => decodeXml(Buffer.from([0x3c, 0x61, 0xff, 0x3e]))).toThrow(TypeError)
  expect(() => decodeXml(Buffer.from('<?xml version="1.0" encoding="nonsense"?><a/>'))).toThrow(RangeError)
})
