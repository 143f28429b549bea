/** Where forms get options from: the county's dictionaries, organs, people and regions, and data services. */
export { createDictionaries, type Dictionaries, type Dictionary, type DictionarySummary } from './dictionary-desk.ts'
export { ensureNationalDictionaries } from './national-dictionaries.ts'
export { optionsOf, type OptionsContext } from './options-source.ts'
export { OptionsError, type OptionsErrorCode } from './options-error.ts'
export { remoteOptions, RemoteServices, type RemoteOptions, type RemoteService } from './remote-options.ts'
