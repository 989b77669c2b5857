# ruff: noqa: E501
"""What the invented incidents say, in three languages; {a} {b} are times, {p} a percentage, {n} a number."""

LANGUAGES = ("fr", "en", "it")
SERVICES = {
    "web-shop": "Paiements en ligne",
    "counter": "Paiements en caisse",
    "api": "API",
    "desk": "Espace client",
    "callbacks": "Callbacks",
    "reversals": "Remboursements",
    "payouts": "Virements",
    "screening": "Fraude",
}
TITLES = {
    "fr": "Ralentissements {service} ({reference})",
    "en": "{service} slowdown ({reference})",
    "it": "Rallentamenti {service} ({reference})",
}
SENTENCES = {
    "fr": (
        "Une partie des paiements en ligne et des paiements en caisse a échoué entre {a} et {b}.",
        "Tout fonctionne de nouveau.",
        "Nous gardons le service sous surveillance.",
        "Le dysfonctionnement est terminé et tout le monde peut payer.",
        "Nos ingénieurs savent d’où vient la panne et préparent une correction durable.",
        "Près de {p} % des cartes présentées depuis {a} ont essuyé un refus.",
        "La version précédente a été remise en service à {b}.",
        "Les callbacks arrivent avec environ {n} minutes de retard.",
        "Vous n’avez rien à faire de votre côté.",
        "Un paiement refusé peut être tenté une seconde fois par vos acheteurs.",
        "Le détail est donné dans notre [guide](https://docs.example.com/guide/{n}), tenu à jour chaque jour.",
        "Le prestataire **{n}-Réseau** reconnaît une panne de ses machines.",
    ),
    "en": (
        "Some of the online payments and of the payments at the counter failed between {a} and {b}.",
        "Everything works as it should again.",
        "We keep a close watch on the service.",
        "The fault is over and everybody is able to pay.",
        "Our engineers know where the failure comes from and are preparing a repair.",
        "Close to {p}% of the cards presented since {a} were refused.",
        "The version before was put back into service at {b}.",
        "Callbacks arrive late, by about {n} minutes on average.",
        "There is nothing for you to do.",
        "A payment that was refused can be tried again by your buyers.",
        "The details are in our [guide](https://docs.example.com/guide/{n}), kept up to date.",
        "The provider **{n}-Network** admits a failure of its machines.",
    ),
    "it": (
        "Una parte dei pagamenti online e dei pagamenti alla cassa non è andata a buon fine tra le {a} e le {b}.",
        "Adesso tutto funziona di nuovo come deve.",
        "Teniamo il servizio sotto osservazione.",
        "Il guasto è terminato e tutti possono di nuovo pagare.",
        "I nostri tecnici sanno da dove viene il guasto e stanno preparando una riparazione duratura.",
        "Quasi il {p} % delle carte presentate dalle {a} è stato rifiutato.",
        "La versione precedente è stata rimessa in servizio alle {b}.",
        "I callback arrivano con circa {n} minuti di ritardo.",
        "Non dovete fare nulla da parte vostra.",
        "Un pagamento rifiutato può essere tentato una seconda volta dai vostri clienti.",
        "I dettagli sono nella nostra [guida](https://docs.example.com/guide/{n}), aggiornata ogni giorno.",
        "Il fornitore **{n}-Rete** riconosce un guasto delle proprie macchine.",
    ),
}

# A post-mortem: what stands before the steps, the steps, what stands between, the rows of a table.
POSTMORTEM = {
    "fr": (
        """**Numéro**

{reference}

**Service touché**

{service}.

**Conséquences pour les clients**

Aucun paiement accepté pendant {n} minutes, soit {p} % du volume du jour.

**Déroulement**

""",
        (
            "nouvelle version d’un composant du réseau (passerelle). **La panne commence.**",
            "réunion de crise ouverte.",
            "retour à la version précédente du composant.",
            "premier message sur cette page.",
            "tout fonctionne. **La panne prend fin.**",
        ),
        """
**Contexte**

La plateforme évolue chaque semaine : une petite mise à jour des composants du réseau était prévue, et avait été essayée auparavant sur nos environnements de test.

**Cause profonde**

Pendant la mise à jour d’un composant du réseau (passerelle), les répartiteurs de charge ont cru les serveurs éteints et ont cessé de leur envoyer du trafic, si bien que plus rien n’entrait sur la plateforme. Leur sonde lisait une adresse que la nouvelle version avait supprimée.

**Suites à donner**

| **Constat** | **Action** |
| --- | --- |
""",
        (
            (
                "La nouvelle version a échoué.",
                "Comprendre l’échec avant toute nouvelle tentative de mise en service.",
            ),
            (
                "Les essais du composant (passerelles externes) ne montraient pas, avant la mise en service, si la nouvelle version répondait.",
                "Écrire des essais qui éprouvent les passerelles externes sans passer par les passerelles internes.",
            ),
            (
                "L’alerte a sonné après {n} minutes.",
                "Baisser le seuil de l’alerte sur les refus et prévenir l’équipe du réseau.",
            ),
            ("Premier message tardif.", "Ouvrir l’incident sur cette page dès que l’alerte sonne."),
        ),
    ),
    "en": (
        """**Number**

{reference}

**Services that were touched by the fault**

{service}.

**What customers felt**

No payment accepted for {n} minutes, that is {p}% of the day's volume.

**Course of events**

""",
        (
            "New version of a component of the network (gateway). **The failure begins.**",
            "Crisis meeting opened by the team.",
            "Return to the previous version of the component.",
            "First message on this page.",
            "Everything works. **The failure ends.**",
        ),
        """
**Context**

The platform evolves every week: a small update of the components of the network was planned, and had been tried out before on our test environments.

**Root cause**

During the update of a component of the network (gateway), the load balancers took the servers for dead and stopped sending them traffic, so that nothing entered the platform any more. Their probe read an address that the new version had taken away.

**What follows from it**

| **Finding** | **Action** |
| --- | --- |
""",
        (
            ("The new version failed.", "Understand the failure before anybody tries to deploy again."),
            (
                "The trials of the component (external gateways) did not show, before it was deployed, whether the new version would answer.",
                "Write trials that exercise the external gateways without going through the internal ones.",
            ),
            (
                "The alert rang after {n} minutes.",
                "Lower the threshold of the alert on refusals and page the network team.",
            ),
            ("The first message came late.", "Open the incident on this page as soon as the alert rings."),
        ),
    ),
    "it": (
        """**Numero**

{reference}

**Servizi colpiti**

{service}.

**Conseguenze per i clienti**

Nessun pagamento accettato per {n} minuti, pari al {p} % del volume del giorno.

**Svolgimento**

""",
        (
            "nuova versione di un componente della rete (gateway). **Il guasto comincia.**",
            "aperta la riunione di crisi.",
            "ritorno alla versione precedente del componente.",
            "primo messaggio su questa pagina.",
            "tutto funziona. **Il guasto finisce.**",
        ),
        """
**Contesto**

La piattaforma cambia ogni settimana: era previsto un piccolo aggiornamento dei componenti della rete, provato in precedenza nei nostri ambienti di test.

**Causa profonda**

Durante l’aggiornamento di un componente della rete (gateway), i bilanciatori di carico hanno creduto spenti i server e hanno smesso di mandare loro traffico, così che nulla entrava più nella piattaforma. La loro sonda leggeva un indirizzo che la nuova versione aveva tolto.

**Che cosa ne segue**

| **Constatazione** | **Azione** |
| --- | --- |
""",
        (
            (
                "La nuova versione non ha funzionato.",
                "Capire l’errore prima di qualsiasi nuovo tentativo di messa in servizio.",
            ),
            (
                "Le prove del componente (gateway esterni) non mostravano, prima della messa in servizio, se la nuova versione rispondeva.",
                "Scrivere prove che mettano alla prova i gateway esterni senza passare da quelli interni.",
            ),
            (
                "L’allarme ha suonato dopo {n} minuti.",
                "Abbassare la soglia dell’allarme sui rifiuti e avvisare la squadra di rete.",
            ),
            (
                "Il primo messaggio è arrivato tardi.",
                "Aprire l’incidente su questa pagina appena suona l’allarme.",
            ),
        ),
    ),
}
