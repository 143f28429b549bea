export { formOfPart, neededParts, pathInTheme, takenFields } from './needs.ts'
export { DELIVERED_TOGETHER, jointOf, type DecisionValue, type JointManifest, type JointPart } from './theme-manifest.ts'
export { missingMatters, themeMatter, type ThemeMatter, type ThemeSource } from './theme-matter.ts'
export { topFields } from './union-form.ts'
