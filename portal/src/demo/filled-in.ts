import type { FileValue } from '@lianban/forms'
import { type Blank, type Dice, fillIn, type Hand } from '@lianban/processes/try-out'
import type { Browser } from './browser.ts'
import { plainPdf } from './papers.ts'
import { handwriting, photo } from './pictures.ts'

/** Stands for a file until it is uploaded. */
const TO_UPLOAD = 'to-upload:'

/** A form filled in by its schema, its files handed in by whoever fills it in. */
export async function filledIn(browser: Browser, blank: Blank, hand: Hand): Promise<Record<string, unknown>> {
  const files: FileValue[] = []
  const file = (accept: string): FileValue => {
    const kind = accept.replace('.', '')
    const made = { fileId: `${TO_UPLOAD}${files.length}`, name: kind === 'pdf' ? '情况说明.pdf' : '现场照片.png', size: 0 }
    files.push(made)
    return made
  }
  const values = fillIn(blank, { ...hand, file })
  for (const value of Object.values(values)) {
    if (!Array.isArray(value)) continue
    for (const one of value as FileValue[]) if (String(one?.fileId).startsWith(TO_UPLOAD)) await handIn(browser, one, hand.dice)
  }
  return values
}

async function handIn(browser: Browser, file: FileValue, dice: Dice): Promise<void> {
  const content = file.name.endsWith('.pdf') ? plainPdf(['情况说明', '', '有关情况属实,特此说明。', '(演示材料)']) : photo(dice)
  file.fileId = (await browser.upload(file.name, content)) ?? ''
  file.size = content.length
}

/** Signs by hand. @returns id of the signature */
export const signed = (browser: Browser, dice: Dice): Promise<string | undefined> => browser.sign(handwriting(dice))
