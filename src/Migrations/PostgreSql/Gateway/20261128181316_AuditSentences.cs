using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Pir.Migrations.PostgreSql.Gateway
{
    /// <inheritdoc />
    public partial class AuditSentences : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_Audit_Action_Id", table: "Audit");

            migrationBuilder.DropIndex(name: "IX_Audit_ActorId_Id", table: "Audit");

            migrationBuilder.DropIndex(name: "IX_Audit_SubjectId_Id", table: "Audit");

            migrationBuilder.AddColumn<Guid>(
                name: "EntryId",
                table: "Audit",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000")
            );

            migrationBuilder.AddColumn<string>(
                name: "SubjectReference",
                table: "Audit",
                type: "character varying(20)",
                maxLength: 20,
                nullable: true
            );

            migrationBuilder.AddColumn<string>(
                name: "Words",
                table: "Audit",
                type: "character varying(100)",
                maxLength: 100,
                nullable: false,
                defaultValue: ""
            );

            migrationBuilder.Sql("""UPDATE "Audit" SET "EntryId" = gen_random_uuid();""");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Action_At",
                table: "Audit",
                columns: new[] { "Action", "At" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Audit_ActorId_At",
                table: "Audit",
                columns: new[] { "ActorId", "At" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Audit_EntryId",
                table: "Audit",
                column: "EntryId",
                unique: true
            );

            migrationBuilder.CreateIndex(
                name: "IX_Audit_SubjectId_At",
                table: "Audit",
                columns: new[] { "SubjectId", "At" }
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_Audit_Action_At", table: "Audit");

            migrationBuilder.DropIndex(name: "IX_Audit_ActorId_At", table: "Audit");

            migrationBuilder.DropIndex(name: "IX_Audit_EntryId", table: "Audit");

            migrationBuilder.DropIndex(name: "IX_Audit_SubjectId_At", table: "Audit");

            migrationBuilder.DropColumn(name: "EntryId", table: "Audit");

            migrationBuilder.DropColumn(name: "SubjectReference", table: "Audit");

            migrationBuilder.DropColumn(name: "Words", table: "Audit");

            migrationBuilder.CreateIndex(
                name: "IX_Audit_Action_Id",
                table: "Audit",
                columns: new[] { "Action", "Id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Audit_ActorId_Id",
                table: "Audit",
                columns: new[] { "ActorId", "Id" }
            );

            migrationBuilder.CreateIndex(
                name: "IX_Audit_SubjectId_Id",
                table: "Audit",
                columns: new[] { "SubjectId", "Id" }
            );
        }
    }
}
