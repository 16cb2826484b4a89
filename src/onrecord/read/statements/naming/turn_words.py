"""Words that label the turns of an interview without naming anybody: "Q" and "A", "Frage" and "Antwort"."""

from __future__ import annotations

__all__ = ["ANSWERS", "QUESTIONS"]

QUESTIONS = frozenset(
    "q question interviewer interviewerin f frage pregunta p entrevistador pergunta domanda d vraag v fråga spørsmål spørgsmål "
    "sp pytanie dotaz otázka вопрос в корр питання запитання kérdés soru ερώτηση سؤال س שאלה ש 问 問 记者 記者 문 질문 kysymys".split()
)
ANSWERS = frozenset(
    "a answer antwort r réponse respuesta resposta risposta antwoord svar odpowiedź odpověď odpoveď ответ о відповідь válasz "
    "cevap απάντηση جواب ج תשובה ת 答 답 답변 vastaus".split()
)
