import type { MatterManifest, ThemeManifest } from '../manifest.ts'
import { themeMatter, type ThemeMatter } from '../joint/index.ts'
import type { ProcessPackage } from './load-package.ts'

/** A matter with the package that it is published from: a theme's form is in no file of it. */
export interface Publishable {
  processPackage: ProcessPackage
  matter: MatterManifest
}

/** Everything that can be applied for: the matters of a package, and its themes as matters. @throws Error if a theme lacks a matter */
export const publishables = (processPackage: ProcessPackage): Publishable[] => [
  ...processPackage.manifest.matters.map((matter) => ({ processPackage, matter })),
  ...activeThemes(processPackage).map((theme) =>
    publishable(processPackage, themeMatter(theme, { matters: processPackage.manifest.matters, forms: processPackage.forms })),
  ),
]

/** The themes that are no drafts. */
export const activeThemes = ({ manifest: { themes } }: Pick<ProcessPackage, 'manifest'>): ThemeManifest[] =>
  themes.filter(({ draft }) => !draft)

/** The package as it is for a theme: with the theme's form. */
export const publishable = (processPackage: ProcessPackage, { matter, form, formKey }: ThemeMatter): Publishable => ({
  processPackage: { ...processPackage, forms: { ...processPackage.forms, [formKey]: form } },
  matter,
})

/** Models that cases of the package run on, or ran on. */
export const processKeys = ({ manifest: { matters, themes, processes, formerProcesses } }: Pick<ProcessPackage, 'manifest'>): string[] => [
  ...[...matters, ...themes, ...processes].map(({ process }) => process.key),
  ...formerProcesses,
]
