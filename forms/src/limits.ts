/** Every limit of a form and of what may be handed in with it. A schema may set lower limits, never higher ones. */
export const LIMITS = {
  /** Serialized schema, UTF-16 code units. */
  schemaChars: 256 * 1024,
  /** Nesting of `properties`/`items` below the root. */
  schemaDepth: 8,
  /** Fields of one form: containers, tables and columns included. */
  fields: 300,
  columns: 20,
  options: 500,
  /** Values of one form looked up in one source; what is beyond counts as unknown. */
  optionValues: 2_000,
  /** A code of an option. */
  codeChars: 64,
  /** Titles, option labels, help, examples, messages. */
  labelChars: 500,
  /** Text of a Notice. */
  noticeChars: 4_000,
  expressionChars: 1_000,
  /** Nested `for`, `some` and `every` in one expression: each multiplies the work by the rows. */
  expressionLoops: 2,
  patternChars: 200,
  checksPerField: 10,
  /** Code points of a one-line text without `maxLength`. */
  lineChars: 200,
  /** Code points of a TextArea without `maxLength`. */
  textChars: 2_000,
  /** Code points of any text, whatever the schema says. */
  textCharsMax: 10_000,
  /** Rows of a table without `maxItems`. */
  rows: 100,
  rowsMax: 500,
  /** Files of one Upload without `maxItems`. */
  files: 10,
  filesMax: 50,
  fileNameChars: 255,
} as const
