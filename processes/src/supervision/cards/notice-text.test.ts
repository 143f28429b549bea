import { expect, it } from 'vitest'
import { noticeText } from './give-cards.ts'

const card = {
  card_no: '监察〔2026〕3号',
  case_no: '320899202609180001',
  text: '受理超过承诺时限。',
  reply_due_at: Date.parse('2026-09-22T00:00:00+08:00'),
}

it('a notice tells of a card in sentences, each with one full stop', () => {
  expect(noticeText(card)).toBe('监察〔2026〕3号,办件 320899202609180001。受理超过承诺时限。请于2026年9月21日前回复。')
  expect(noticeText({ ...card, case_no: null, text: '受理超过承诺时限', reply_due_at: null })).toBe('监察〔2026〕3号。受理超过承诺时限。')
})
