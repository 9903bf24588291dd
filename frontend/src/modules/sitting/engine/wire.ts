/* What travels between the exam page and the server, by its own description. No key has a place in any of it. */
import type { components } from '@/api/schema'

type Schemas = components['schemas']

/** A response: options by the places at which they are shown. */
export type Given = Schemas['Response']
export type Kind = Schemas['Kind']
export type Question = Schemas['PaperQuestion']
export type Section = Schemas['PaperSection']
export type Joined = Schemas['Joined']
/** The acknowledgement: what it says is on the server's disk. */
export type Saved = Schemas['Saved']
/** The acknowledgement of a fact that the page noticed of itself, with what the exam lets it come to. */
export type Noticed = Schemas['Noticed']
export type TakerMessage = Schemas['TakerMessage']
export type SavedAs = Schemas['SavedAs']
export type HandedIn = Schemas['HandedIn']
/** How things stand, as an open page may ask at any time. */
export type Standing = Schemas['StateBody']
