import { isProvince } from './region-code.ts'

const NAME = '统一社会信用代码'
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
/** Registration departments of GB 32100-2015 with its amendment of 2021: institutions, foreign affairs … military, farming, others. */
const DEPARTMENTS = '123456789ANY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28] as const
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2] as const

/**
 * Unified social credit code, GB 32100-2015: registration department (1), category (1), region (6), organisation code
 * (9, GB 11714 with a check character of its own), check character (MOD 31). No I, O, S, V, Z.
 * The outer check comes before the inner one: it covers the whole code, so a slip of the pen is named by position 18.
 * @param value 18 characters in upper case
 * @returns Chinese: which part is wrong and what to do; null when the code is good
 */
export function wrongCreditCode(value: string): string | null {
  if (value.length !== 18) return `${NAME}应为 18 位,现为 ${value.length} 位,请核对营业执照`
  const bad = [...value].findIndex((it) => !ALPHABET.includes(it))
  if (bad >= 0) {
    return `${NAME}第 ${bad + 1} 位“${value[bad] ?? ''}”无效:只用数字和大写字母,不用 I、O、S、V、Z,请核对营业执照`
  }
  if (!DEPARTMENTS.includes(value.charAt(0))) return `${NAME}第 1 位“${value.charAt(0)}”不是登记管理部门代码,请核对营业执照`
  const region = value.slice(2, 8)
  if (!/^\d{6}$/.test(region) || !(region.startsWith('1000') || isProvince(region.slice(0, 2)))) {
    return `${NAME}第 3 至 8 位“${region}”不是有效的行政区划代码,请核对营业执照`
  }
  if (checkCharacter(value) !== value[17]) return `${NAME}第 18 位校验不符,请核对营业执照`
  if (organisationCheck(value.slice(8, 16)) !== value[16]) {
    return `${NAME}第 17 位(主体标识码的校验位)不符,请核对营业执照`
  }
  return null
}

function checkCharacter(value: string): string {
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * ALPHABET.indexOf(value.charAt(at)), 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** GB 11714: 11 − Σ mod 11, ten is X, eleven is 0. Letters count from A = 10 without gaps. */
function organisationCheck(body: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, at) => total + weight * parseInt(body.charAt(at), 36), 0)
  const check = (11 - (sum % 11)) % 11
  return check === 10 ? 'X' : String(check)
}
