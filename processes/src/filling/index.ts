/** Forms filled in by their own schema with values that are nobody's: for the demonstration and for the try-out. Browser-safe. */
export { diceOf, type Dice } from './dice.ts'
export { fillIn, type Answers, type Blank, type Hand, type Known } from './fill-in.ts'
export { bankCard, citizenId, creditCode, mobile } from './identifiers.ts'
export { personName } from './person-name.ts'
