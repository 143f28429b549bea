/** Forms: one closed subset of Formily JSON Schema, checked on the server, drawn in the browser. Browser-safe. */
export { answersIn } from './answers.ts'
export { type ValueProblem, checkFiles, checkValue, mostItems, readableSize } from './check-value.ts'
export { defaultRow, defaultValues, labelOf } from './defaults.ts'
export { type Access, type FieldAccess, project, resolveAccess, submittable } from './field-access.ts'
export { chineseAmount, MONEY_PATTERN } from './formats/chinese-amount.ts'
export { wrongBankCard } from './formats/bank-card.ts'
export { isRealDay, wrongCitizenId } from './formats/citizen-id.ts'
export { wrongCreditCode } from './formats/credit-code.ts'
export { type FormatCheck, FORMATS } from './formats/index.ts'
export { filesIn, type PlacedFile } from './files.ts'
export { fenOf, yuanOf } from './formats/fen.ts'
export { wrongMobile, wrongPhone } from './formats/mobile-cn.ts'
export { wrongRegionCode } from './formats/region-code.ts'
export { LIMITS } from './limits.ts'
export { type Block, type Inline, parseMarkdown } from './markdown.ts'
export { type Merge, mergeSubmission } from './merge.ts'
export { type KnownOptions, loadOptions, type OptionItem, OptionsMemory, type OptionsRequest, type OptionsSource } from './options.ts'
export { type FieldProblem, FormSchemaError, type Problem } from './problem.ts'
export { readableDay, readableMoney, readablePoint, readableValue } from './readable.ts'
export { evaluateRules, type RuleEnvironment, type RuleResult } from './rules.ts'
export { checkSchema } from './schema/check-schema.ts'
export { fieldsOf } from './schema/compile.ts'
export { KEY_PATTERN, RESERVED_KEYS } from './schema/field-keys.ts'
export { flatten } from './schema/fields.ts'
export { fieldAt, inside, isStepped, sectionsOf } from './schema/find.ts'
export {
  COMPONENT_GROUPS,
  type ComponentGroup,
  type ComponentRule,
  COMPONENTS,
  newField,
  settingsOf,
  type SourceKind,
} from './schema/components.ts'
export { type ExpressionPlace, type Reference, referencesIn, referencesOf } from './schema/references.ts'
export {
  type Check,
  type ComponentName,
  componentOf,
  type Field,
  type FieldKind,
  type FieldSchema,
  type FieldType,
  type FormatName,
  formatOf,
  formatsOf,
  type FormSchema,
  type ItemsSchema,
  kindOf,
  type Option,
  type OptionsQuery,
  isSummable,
  partsOf,
  sourceOf,
} from './schema/form-schema.ts'
export { COMMON_SETTINGS, type Setting, type SettingKey, type SettingKind, SETTINGS, wrongProp } from './schema/settings.ts'
export { type ColumnSum, columnSums } from './sums.ts'
export { fieldProblems, type Validation, type ValidateOptions, validateForm } from './validate.ts'
export { canonicalValue, dayInChina, type FileValue, type FormValue, type FormValues, isBlank, valueAt } from './values.ts'
