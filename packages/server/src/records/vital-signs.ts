// The vital signs that summaries and emergency views show.

/** LOINC: systolic and diastolic pressure, heart rate, respiration, temperature, oxygen saturation (two codes), weight, height. */
export const VITAL_SIGNS = ['8480-6', '8462-4', '8867-4', '9279-1', '8310-5', '2708-6', '59408-5', '29463-7', '8302-2'];
