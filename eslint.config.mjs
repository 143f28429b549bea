import reactHooks from 'eslint-plugin-react-hooks'
import tseslint from 'typescript-eslint'

/** The house of docs/architecture.md: an import goes to a lower floor, never to its own or a higher one. */
const FLOORS = [['storage'], ['engine', 'forms'], ['tenants'], ['designer', 'processes'], ['portal']]

const floorRules = FLOORS.flatMap((packages, floor) =>
  packages.map((name) => {
    const forbidden = FLOORS.slice(floor)
      .flat()
      .filter((other) => other !== name)
    return {
      files: [`${name}/**/*.{ts,tsx}`],
      rules: {
        'no-restricted-imports': [
          'error',
          {
            patterns: [
              {
                regex: `^@lianban/(${forbidden.join('|') || '-'})(/|$)`,
                message: `${name} stands on floor ${floor}: an import goes to a lower floor. Take what you need as a function argument.`,
              },
              { regex: `^(\\.\\./){2,}(${FLOORS.flat().join('|')})/src/`, message: 'Import another package by its name.' },
            ],
          },
        ],
      },
    }
  }),
)

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'data/**', '**/*.cjs'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    // One program for all packages, each file read and checked once.
    languageOptions: { parserOptions: { project: './tsconfig.lint.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-explicit-any': 'error',
      'no-eval': 'error',
      'no-new-func': 'error',
      'no-implied-eval': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', { max: 400, skipBlankLines: true }],
      'max-lines-per-function': ['error', { max: 80, skipBlankLines: true, skipComments: true }],
    },
  },
  { files: ['**/*.tsx'], rules: { 'max-lines-per-function': ['error', { max: 140, skipBlankLines: true, skipComments: true }] } },
  {
    files: ['**/*.test.{ts,tsx}', '**/test/**/*.ts', '**/testing/**/*.ts', '**/scenarios/*.ts'],
    rules: { 'max-lines-per-function': 'off' },
  },
  // A repository is one function whose small methods share a handle: its length is the sum of theirs.
  {
    files: ['storage/src/repositories/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'max-lines-per-function': ['error', { max: 110, skipBlankLines: true, skipComments: true }] },
  },
  ...floorRules,
  {
    // The engine's core is pure: no I/O, no clock, no randomness. Everything comes in with the command.
    files: ['engine/src/{core,model,expression,decision}/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'setTimeout', 'setInterval', 'fetch', 'crypto', 'performance'],
      'no-restricted-properties': [
        'error',
        { object: 'Date', property: 'now', message: 'The instant comes with the command.' },
        { object: 'Math', property: 'random', message: 'The core is deterministic.' },
      ],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'The instant comes with the command.' },
      ],
    },
  },
  { files: ['{designer,portal/src/web,forms/src/react}/**/*.{ts,tsx}'], ...reactHooks.configs.flat['recommended-latest'] },
)
